"""The frame that every page hangs in: settings, addresses, pages, and the tools that the rooms share."""
