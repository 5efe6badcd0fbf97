"""19. juuni 2018 kell 16.44"""

DATE_FORMAT = "j. F Y"
DATETIME_FORMAT = r"j. F Y \k\e\l\l H.i"
TIME_FORMAT = "H.i"
MONTH_DAY_FORMAT = "j. F"
