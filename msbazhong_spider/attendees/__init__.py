"""Who took part (与会人员): names, posts, actions and collectives in Chinese report text.

One public function. The rules follow the annotation guideline that the project's gold files are
made by; docs/attendees.md tells them in words. The modules, in the order of the work:

* ``text`` makes one compact text of a report and keeps the way back to the printed one,
* ``bylines`` finds the stretches that name the makers of the report,
* ``names`` says where a name that starts here ends,
* ``posts`` says where the post that ends here starts, and which of two posts is better,
* ``mentions`` finds the people of the whole document,
* ``verbs`` finds what was done, ``clauses`` who did it,
* ``groups`` finds the collectives, ``extract`` puts it together.
"""

from msbazhong_spider.attendees.extract import extract_attendees

__all__ = ["extract_attendees"]
