"""Labelling items without the model's labels in sight, and putting people's labels to use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from random import SystemRandom

from synthreview.domain import Dataset, Role
from synthreview.engine import blind, blind_gain, blind_reference
from synthreview.engine.blind import BlindItem, BlindProgress
from synthreview.engine.blind_gain import Gain
from synthreview.errors import UserError
from synthreview.jobs import JobContext
from synthreview.project.desk import Desk
from synthreview.project.sources import Sources
from synthreview.store import blind as stored
from synthreview.store import datasets
from synthreview.store.blind import BlindSample
from synthreview.translation import tr

BLIND_COUNT = 100
"""Items of a sample, unless another number is asked for."""
_SEEDS = 1 << 31


class Blind(Sources, Desk):
    """Samples that people label blind. Each person's answers are kept apart, under their name.

    An answer is on disk when the call that gives it returns. Answers have an undo of their own: taking
    one back in the list of operations would show the item with its label.
    """

    def blind_datasets(self) -> list[Dataset]:
        """Data sets whose items can be labelled blind."""
        return [
            dataset
            for dataset in self.datasets()
            if dataset.role is Role.SYNTHETIC and dataset.kind in blind.BLIND_KINDS
        ]

    def blind_sample(self, dataset: int, holding: int | None = None) -> BlindSample | None:
        """The newest sample of a data set, or the newest that holds an item; None where there is none."""
        for sample in reversed(stored.samples(self._store.read(), dataset)):
            if holding is None or holding in stored.items(self._store.read(), sample.id):
                return sample
        return None

    def blind_start(
        self, dataset: int, count: int = BLIND_COUNT, seed: int | None = None, job: JobContext | None = None
    ) -> BlindSample:
        """Go on with the newest sample, or draw another where the reviewer has labelled all of it (long).

        The same data, count and seed draw the same sample.
        """
        found = datasets.get(self._store.read(), dataset)
        blind.require(found)
        newest = self.blind_sample(dataset)
        if newest is not None and self.blind_progress(newest.id).left:
            return newest
        if count < 1:
            raise UserError(tr("A sample holds at least one item; ask for more."))
        seed = SystemRandom().randrange(_SEEDS) if seed is None else seed
        drawn, population = blind.draw(self._store, found, count, seed, job or JobContext())
        self._store.write(lambda c: stored.begin(c, dataset, seed, population, drawn))
        made = self.blind_sample(dataset)
        assert made is not None
        return made

    def blind_labels(self, dataset: int) -> list[str]:
        """The labels to choose from, in an order that says nothing about how often they occur."""
        return blind.labels(self._store, datasets.get(self._store.read(), dataset))

    def blind_next(self, sample: int) -> BlindItem | None:
        """The next item for the reviewer to label; None when all are."""
        found = self._sample(sample)
        item = stored.next_item(self._store.read(), sample, self._person)
        return None if item is None else blind.shown(self._store, found, item)

    def blind_items(self, sample: int) -> list[BlindItem]:
        """All items of a sample in the order of showing, for labelling elsewhere."""
        found = self._sample(sample)
        return [blind.shown(self._store, found, item) for item in stored.items(self._store.read(), sample)]

    def blind_label(self, sample: int, item: int, label: str | None, seconds: float = 0.0) -> str | None:
        """Keep what the reviewer says of an item (None: not sure); returns the label as it is kept."""
        [kept] = self.blind_label_many(sample, [(item, label)], seconds)
        return kept

    def blind_label_many(
        self, sample: int, given: Iterable[tuple[int, str | None]], seconds: float = 0.0
    ) -> list[str | None]:
        """Keep several answers at once: all or, where one of them cannot be, none.

        UserError for an item that is not in the sample and for what is no label.
        """
        found = self._sample(sample)
        dataset = datasets.get(self._store.read(), found.dataset)
        known, there = self.blind_labels(dataset.id), set(stored.items(self._store.read(), sample))
        kept = [(item, blind.checked(dataset.kind, known, label)) for item, label in given]
        for item, _ in kept:
            if item not in there:
                raise UserError(
                    tr(
                        "Item {item} is not in the sample of '{name}' to be labelled blind.",
                        item=item,
                        name=dataset.name,
                    )
                )
        rows = [(item, blind.as_stored(self._store, found, item, label), seconds) for item, label in kept]
        self._store.write(partial(stored.answer, sample=sample, person=self._person, given=rows))
        return [label for _, label in kept]

    def blind_undo(self, sample: int) -> int | None:
        """Take back the reviewer's last answer on a sample; returns its item, None when there is none."""
        self._sample(sample)
        return self._store.write(lambda c: stored.take_back(c, sample, self._person))

    def blind_progress(self, sample: int) -> BlindProgress:
        """How far the reviewer is with a sample."""
        return blind.progress(self._store, self._sample(sample), self._person)

    def blind_gain(self, dataset: int) -> Gain:
        """What the labels have brought so far."""
        return blind_gain.gain(self._store, datasets.get(self._store.read(), dataset))

    def blind_finish(self, dataset: int, job: JobContext | None = None) -> Gain:
        """Make everybody's answers so far a data set of people's labels and look for faults again (long).

        Called again it puts the newer answers in the place of the older. UserError when nothing was
        labelled yet.
        """
        job, store = job or JobContext(), self._store
        found = datasets.get(store.read(), dataset)
        if not any(answer.label is not None for answer in stored.answers(store.read(), dataset)):
            raise UserError(
                tr("No item of '{name}' has a label of yours yet; label some first.", name=found.name)
            )
        pairs = blind_gain.pairs(store, found)
        old = blind_reference.reference_of(store, found)
        before = blind_gain.pointed(store, found, pairs) if old is None else self.blind_gain(dataset).before
        reference = self._put_to_use(found, old, job)

        def note(changed: int) -> None:
            kept = blind_gain.facts(found, before, changed)
            store.write(lambda c: datasets.note(c, reference, kept))

        note(0)  # before anything long: a cancel or a crash must not part it from the data it speaks of
        self.attach(reference, dataset, job=job)
        self.analyze([dataset], blind_gain.comparing(found), job)
        note(len(pairs ^ blind_gain.pairs(store, found)))
        self._changed("datasets", "findings", "queue")
        return self.blind_gain(dataset)

    def _put_to_use(self, found: Dataset, old: Dataset | None, job: JobContext) -> int:
        """The id of the data set that holds the answers as they now are."""
        file, digest = blind_reference.write(self._store, found, old.sha256 if old else "", job)
        if old is not None and old.sha256 == digest:
            return old.id
        mapping = blind_reference.MAPPINGS[found.kind]
        if old is not None:
            report = self.update_dataset(old.id, file, mapping, job)
            return self.dataset(report.dataset).id
        made = self.import_file(
            file,
            name=self._free_name(blind_reference.name_of(found)),
            role=Role.HUMAN,
            mapping=mapping,
            generator=blind_reference.GENERATOR,
            job=job,
        )
        return made.dataset_id

    @property
    def _person(self) -> str:
        return self.reviewer.strip()

    def _sample(self, sample: int) -> BlindSample:
        found = stored.sample_of(self._store.read(), sample)
        if found is None:
            raise UserError(
                tr("The project has no sample number {sample} to be labelled blind.", sample=sample)
            )
        return found
