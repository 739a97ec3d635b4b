"""Words in place of a fingerprint: short enough to be read to one another over the telephone.

Nine of 256 plain English words stand for 72 bits of a SHA-256, so nobody can make a second key or
request with the same words. They are the same in every language of the program, and no two of them
begin with the same four letters.
"""

from __future__ import annotations

import hashlib

WORDS_SHOWN = 9

_WRITTEN = """
acid actor admiral amber anchor angle apple apron arrow atlas badge bamboo banana barrel basket
beach beaver bicycle blanket blossom bottle bridge broom bucket butter cabin camel canyon carpet
castle cellar cement cherry chimney cinema circle clarinet clever cliff cloud coconut comet
copper coral cousin cradle cricket crystal cuckoo curtain dancer december desert diamond dinner
doctor dolphin donkey drawer drummer eagle earth echo elephant eleven engine evening factory
falcon farmer feather fence fiddle finger flower flute forest fossil fountain friday frost
galaxy garden garlic ghost giraffe glacier goblin gold gorilla grape guitar hammer harbour
harvest hazel helmet heron honey horizon hunter igloo indigo ivory jacket jaguar january jelly
jewel jigsaw jungle juniper kangaroo kitchen kitten knight ladder lagoon laundry lemon leopard
letter library lily lion lobster lunch machine magnet maple marble market meadow melon mercury
meteor mirror monday morning mosaic museum mustard nectar nephew north notebook number nurse
oasis ocean october olive onion opera orange orchid oyster paddle palace panther parrot pebble
pelican pencil pepper piano pigeon pillow pirate planet pocket pony poppy pumpkin puzzle pyramid
queen quilt rabbit radio railway raisin raven rhubarb ribbon river robin rooster ruby salmon
sandal satin saucer scarf school scooter shadow shelter silver sister sketch snail south spider
spinach spoon square squirrel stable statue storm sugar sunset swallow syrup tablet tailor
teacher temple theatre thunder tiger tomato topaz tower tractor trumpet tulip tunic tunnel
turnip turtle twelve umbrella uncle valley vanilla velvet viking village violin volcano waffle
wagon walnut walrus whale whistle window winter wizard wolf yellow yogurt zebra zigzag
"""
WORDS = tuple(_WRITTEN.split())


def words_of(content: bytes) -> str:
    """Give the words of some bytes.

    >>> words_of(b"a request")
    'pyramid bamboo waffle piano honey temple sandal copper maple'
    """
    digest = hashlib.sha256(content).digest()
    return " ".join(WORDS[byte] for byte in digest[:WORDS_SHOWN])


def owner_words(public_key: str) -> str:
    """Give the words of a workspace's first owner: whoever has them can trust the whole chain."""
    return words_of(bytes.fromhex(public_key))


def same_words(written: str, shown: str) -> bool:
    """Tell whether somebody wrote these words; capitals and spaces do not matter.

    >>> same_words("  Acorn  BANANA ", "acorn banana"), same_words("", "")
    (True, False)
    """
    return bool(shown) and written.lower().split() == shown.split()
