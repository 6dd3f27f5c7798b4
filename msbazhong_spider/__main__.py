"""``python -m msbazhong_spider`` is the console script ``msbazhong``."""

from msbazhong_spider.cli import main

if __name__ == "__main__":
    main()
