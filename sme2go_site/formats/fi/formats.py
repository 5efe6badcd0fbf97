"""19. kesäkuuta 2018 klo 16.44"""

DATE_FORMAT = "j. E Y"
DATETIME_FORMAT = r"j. E Y \k\l\o H.i"
TIME_FORMAT = "H.i"
MONTH_DAY_FORMAT = "j. E"
