"""Articles, and what they carry: topics, pictures, events, attachments."""
