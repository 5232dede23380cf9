"""Stories in which nobody cheats, though much looks alike. Each is told of some creators."""

from collections.abc import Callable
from typing import Final

import numpy as np

from benchmarks.fraud_worlds.population import DAY, START, Town
from fraud.domain.activity import Kind

HOUR: Final = 3_600
APP = 4  # one in-app browser


def _newest(made: Town, creator: int) -> int:
    return creator * 1_000 + len(made.posts[creator]) - 1


def tablets(made: Town, creator: int) -> None:
    """Six classes share thirty tablets in one building and watch their teacher's videos."""
    draw = made.draw
    school, tablet = made.networks(1)[0], made.devices(30)
    for _ in range(6):
        pupils = made.accounts(25)
        # Some have nothing else to sign in on; the others also watch at home.
        home = pupils[draw.random(25) < 0.6]
        own = made.devices(25)
        for day in range(made.days):
            if day % 7 > 4:
                continue
            at = START + day * DAY + int(draw.integers(8, 14)) * HOUR
            here = pupils[draw.random(25) < 0.93]
            come = at + draw.integers(0, 240, len(here))
            columns = {"device": tablet[draw.permutation(30)[: len(here)]], "network": school}
            video = creator * 1_000 + day % 9
            made.log(come, here, creator, video, **columns, agent=8)
            made.react(here, np.full(len(here), creator), np.full(len(here), video), come, 0.1,
                       **columns, agent=8)  # fmt: skip
            later = home[draw.random(len(home)) < 0.7]
            star = draw.choice(made.creators, len(later), p=made.pull / made.pull.sum()) + 1
            made.log(
                at + draw.integers(6, 13, len(later)) * HOUR + draw.integers(0, HOUR, len(later)),
                later, star, star * 1_000, device=own[later - pupils[0]],
                network=made.networks(1)[0] + later, agent=2,
            )  # fmt: skip


def dormitory(made: Town, creator: int) -> None:
    """Three hundred students behind one address follow the same local creator."""
    students = made.someone(300)
    made.home[students - 1] = made.networks(1)[0]
    for day in range(made.days):
        come = students[made.draw.random(len(students)) < 0.3]
        hour = made.draw.normal(21, 2, len(come)) % 24
        at = START + day * DAY + (hour * HOUR).astype(np.int64)
        made.watch(come, np.full(len(come), creator), np.minimum(at, START + made.days * DAY - 1))


def bell(made: Town, creator: int) -> None:
    """Sixty fans come within minutes of every video: they switched the bell on."""
    fans = made.someone(60)
    for posted in made.posts[creator][1:]:
        come = fans[made.draw.random(len(fans)) < 0.85]
        at = posted + made.draw.exponential(150, len(come)).astype(np.int64)
        inside = (at >= START) & (at < START + made.days * DAY)
        made.watch(come[inside], np.full(int(inside.sum()), creator), at[inside], likes=2)


def party(made: Town, creator: int) -> None:
    """Twelve friends far apart watch a series together, five evenings, starting on a signal."""
    friends = made.someone(12)
    for evening in range(5):
        at = START + (2 + 3 * evening) * DAY + 20 * HOUR
        for part in range(4):
            come = at + part * 900 + made.draw.integers(0, 25, len(friends))
            made.watch(friends, np.full(len(friends), creator), come)


def raid(made: Town, creator: int) -> None:
    """Twice, another creator's whole audience comes over within minutes."""
    crowd = made.someone(300)
    for evening in (5, 12):
        come = crowd[made.draw.random(len(crowd)) < 0.6]
        at = START + evening * DAY + 21 * HOUR + made.draw.exponential(90, len(come))
        made.watch(come, np.full(len(come), creator), at.astype(np.int64), likes=0.5)


def nursery(made: Town, creator: int) -> None:
    """Twenty small children watch one video all day; some share their parents' tablet."""
    children = made.someone(20)
    video = _newest(made, creator)
    for day in range(3, 10):
        for child in children:
            times = int(made.draw.poisson(45))
            first = START + day * DAY + int(made.draw.integers(7, 16)) * HOUR
            at = first + np.cumsum(np.full(times, 62) + made.draw.integers(0, 3, times))
            made.log(at, child, creator, video)


def appeal(made: Town, creator: int) -> None:
    """An evening for a good cause: five and ten euros, also from people who joined for it."""
    draw = made.draw
    givers, new = made.someone(160), made.accounts(70)
    evening = START + 9 * DAY + 19 * HOUR
    joined = np.sort(evening + draw.integers(-HOUR, 3 * HOUR, len(new)))
    made.signed_up(new, joined, stem=draw.integers(1, 10**6, len(new)),
                   network=made.networks(len(new)), device=made.devices(len(new)))  # fmt: skip
    everybody = np.concatenate([givers, new])
    at = np.concatenate([evening + draw.integers(0, 4 * HOUR, len(givers)), joined + 300])
    devices = np.concatenate([made.device[givers - 1], np.arange(len(new)) + made.next_device])
    video = _newest(made, creator)
    made.log(at - 200, everybody, creator, video, device=devices)
    made.log(at, everybody, creator, video, kind=Kind.GIFT, device=devices,
             amount=draw.choice([200, 500, 1_000, 2_000, 5_000], len(at),
                                p=[0.1, 0.45, 0.3, 0.1, 0.05]))  # fmt: skip


def presents(made: Town, creator: int) -> None:
    """Three creators who are friends give each other something on their birthdays."""
    friends = [creator, creator % made.creators + 1, (creator + 1) % made.creators + 1]
    for place, star in enumerate(friends):
        for other in friends:
            if other != star:
                at = START + (4 + 5 * place) * DAY + 18 * HOUR + made.draw.integers(0, 3 * HOUR, 1)
                made.log(at, made.people + other, star, star * 1_000, kind=Kind.GIFT,
                         amount=int(made.draw.integers(2, 9)) * 1_000,
                         device=800_000 + other)  # fmt: skip


def embedded(made: Town, creator: int) -> None:
    """A newspaper shows the video on its own page; nobody can like there."""
    size = int(made.draw.integers(600, 2_500))
    at = START + 11 * DAY + (made.draw.exponential(7 * HOUR, size)).astype(np.int64)
    made.log(at, 0, creator, _newest(made, creator), referrer=5, device=0,
             network=made.networks(size), agent=made.draw.choice([2, 4, 5, 6], size))  # fmt: skip


def campaign(made: Town, creator: int) -> None:
    """An honest advert in one app: strangers, all with that app's browser, few likes."""
    size = int(made.draw.integers(800, 2_500))
    viewers = made.accounts(size)
    at = START + 8 * DAY + made.draw.integers(0, 3 * DAY, size)
    hour = at % DAY // HOUR
    awake = made.draw.random(size) < np.where((hour > 6) & (hour < 23), 1, 0.2)
    columns = {
        "device": made.devices(size)[awake],
        "network": made.networks(size)[awake],
        "agent": APP,
    }
    video = np.full(int(awake.sum()), _newest(made, creator))
    made.log(at[awake], viewers[awake], creator, video, **columns)
    chance = made.like_rate[creator - 1] * made.draw.uniform(0.2, 0.5)
    made.react(viewers[awake], np.full(len(video), creator), video, at[awake], chance, **columns)


def viral(made: Town, creator: int) -> None:
    """A share cascade: strangers tell strangers."""
    wave, at = 15.0, float(START + 7 * DAY + 12 * HOUR)
    while wave < 1_500 and at < START + 12 * DAY:
        size = int(made.draw.poisson(wave))
        viewers = np.where(
            made.draw.random(size) < 0.5, made.draw.integers(1, made.people, size),
            made.accounts(size),
        )  # fmt: skip
        times = (at + made.draw.gamma(2, 2_500, size)).astype(np.int64)
        new = viewers > made.people
        columns = {
            "device": np.where(new, made.devices(size), made.device[np.where(new, 0, viewers - 1)]),
            "network": made.networks(size),
        }
        video = np.full(size, _newest(made, creator))
        made.log(times, viewers, creator, video, **columns)
        chance = made.like_rate[creator - 1] * made.draw.uniform(0.4, 1)
        made.react(viewers, np.full(size, creator), video, times, chance, **columns)
        wave *= float(made.draw.uniform(1.1, 1.8))
        at += float(made.draw.gamma(2, 4_000))


def lesson_sign_ups(made: Town, creator: int) -> None:
    """A class makes its accounts in one lesson, all named after the class; then they watch."""
    pupils, tablet = made.accounts(26), made.devices(26)
    at = np.sort(START + 6 * DAY + 9 * HOUR + made.draw.integers(0, 2_400, 26))
    school = made.networks(1)
    made.signed_up(pupils, at, stem=77, network=school, device=tablet)
    for day in (6, 8, 13):
        come = START + day * DAY + 9 * HOUR + 3_000 + made.draw.integers(0, 500, 26)
        made.log(come, pupils, creator, creator * 1_000, device=tablet, network=school, agent=8)


def rush(made: Town, creator: int) -> None:
    """Four hundred join within hours because a star said so; half of them watch the star."""
    new = made.accounts(400)
    at = np.sort(START + 10 * DAY + made.draw.exponential(5_000, 400).astype(np.int64))
    devices = made.devices(400)
    made.signed_up(new, at, stem=made.draw.integers(1, 10**6, 400), device=devices,
                   network=made.networks(400), hosting=made.draw.random(400) < 0.05)  # fmt: skip
    come = made.draw.random(400) < 0.5
    video = np.full(int(come.sum()), _newest(made, creator))
    made.log(at[come] + 200, new[come], creator, video, device=devices[come])
    made.react(new[come], np.full(len(video), creator), video, at[come] + 200,
               made.like_rate[creator - 1], device=devices[come])  # fmt: skip


INNOCENT: Final[dict[str, Callable[[Town, int], None]]] = {
    "plain weeks": lambda made, creator: None,
    "six classes on thirty tablets": tablets,
    "dormitory behind one address": dormitory,
    "fans with the bell on": bell,
    "friends who watch together": party,
    "raid": raid,
    "children's video, looped": nursery,
    "charity appeal": appeal,
    "birthday presents among creators": presents,
    "shown on a newspaper's page": embedded,
    "campaign in one app": campaign,
    "share cascade": viral,
    "a class signs up": lesson_sign_ups,
    "a rush of new accounts": rush,
}
