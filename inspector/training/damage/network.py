"""The damage network: 3x3 convolutions, one attention over the references' patches, maps at a quarter of the size.

Related: DRAEM (Zavrtanik et al. 2021, arXiv 2108.07610) learns to segment synthetic anomalies, PatchCore (Roth et al.
2022, arXiv 2106.08265) asks for the nearest patch of a memory; here the nearest patches are an input of the segmenter.
"""

import torch
from torch import Tensor, nn

from inspector.training.damage.sizes import COMPARED_CHANNELS, KEY_CELLS, KEY_CHANNELS, TOP_CELLS
from inspector.training.features_network import Residual, Student, convolution


class Encoder(nn.Module):  # type: ignore[misc, unused-ignore]
    """(n, 3, 224, 224) normalised RGB to features at 1/4, 1/8, 1/16, 1/32; begins with the feature network's trunk."""

    def __init__(self) -> None:
        super().__init__()
        student = Student()
        self.stem, self.fine, self.coarse = student.stem, student.fine, student.coarse
        self.deep = nn.Sequential(convolution(128, 160, stride=2), Residual(160))
        self.key = nn.Conv2d(80 + 128, KEY_CHANNELS, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return the four grids."""
        stem = self.stem(x)
        fine = self.fine(stem)
        coarse = self.coarse(fine)
        return stem, fine, coarse, self.deep(coarse)

    def keys(self, fine: Tensor, coarse: Tensor) -> Tensor:
        """(n, 64, 28, 28): what references are remembered by."""
        joined: Tensor = self.key(torch.cat([fine, _double(coarse)], 1))
        return joined


class DamageNetwork(nn.Module):  # type: ignore[misc, unused-ignore]
    """`classes` + 1 maps of logits; the last one says "any defect"."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.sharpness = nn.Parameter(torch.tensor(2.0))
        self.join = convolution(80 + 128 + 160 + COMPARED_CHANNELS, 96, kernel=1)
        self.mix = Residual(96)
        self.up = convolution(96 + 40, 48, kernel=1)
        self.detail = convolution(48, 48)
        self.head = nn.Conv2d(48, classes + 1, 1)
        nn.init.constant_(self.head.bias, -4.0)

    def remember(self, references: Tensor) -> Tensor:
        """(n, 3, 224, 224) to (n * 784, 64) patch vectors."""
        _, fine, coarse, _ = self.encoder(references)
        return self.encoder.keys(fine, coarse).permute(0, 2, 3, 1).reshape(-1, KEY_CHANNELS)

    def forward(
        self, image: Tensor, memory: Tensor, known: Tensor, different: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """`memory` (n, m, 64), `known` (n, 1): 1 where it holds. Return maps (n, classes + 1, 56, 56) and keys.

        `different` (n,), in training: so many pictures of the memory differ, the others repeat them in turn.
        """
        stem, fine, coarse, deep = self.encoder(image)
        keys = self.encoder.keys(fine, coarse)
        difference, unlike, lacking = self._compared(keys, memory, known[:, 0] > 0, different)
        flag = known[:, :, None, None].expand(-1, 1, keys.shape[2], keys.shape[3])
        compared = torch.cat([difference * flag, unlike * flag, flag, lacking * flag], 1)
        return self._maps(stem, torch.cat([fine, _double(coarse), _double(_double(deep)), compared], 1)), keys

    def alone(self, image: Tensor) -> Tensor:
        """The maps of images that have no reference: the same as `forward` with `known` = 0, without the attention."""
        grids = self.encoder(image)
        return self._maps(grids[0], _without_reference(grids))

    def pooled(self, image: Tensor) -> Tensor:
        """(n, features): mean, maximum and deviation of every grid, and the item's logits; without a reference."""
        grids = self.encoder(image)
        context = _without_reference(grids)
        every = [grid.flatten(2) for grid in (*grids, self.mix(self.join(context)))]
        parts = [part for grid in every for part in (grid.mean(2), grid.amax(2), grid.std(2))]
        return torch.cat([*parts, item_logits(self._maps(grids[0], context))], 1)

    def _maps(self, stem: Tensor, context: Tensor) -> Tensor:
        x = self.mix(self.join(context))
        x = self.detail(self.up(torch.cat([_double(x), stem], 1)))
        maps: Tensor = self.head(x)
        return maps

    def _compared(
        self, keys: Tensor, memory: Tensor, known: Tensor, different: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """What differs from the nearest remembered patches, how unlike they are, and what is remembered and not there.

        `known` (n,) spares a training the rest, `different` (n,) what only repeats.
        """
        n, channels, rows, columns = keys.shape
        tokens = keys.flatten(2).transpose(1, 2)
        query = nn.functional.normalize(tokens, dim=2)
        stored = nn.functional.normalize(memory, dim=2)
        if self.training:
            cells = rows * columns
            pictures = torch.full_like(known, memory.shape[1] // cells, dtype=torch.long)
            pictures = pictures if different is None else different
            sharp = query * self.sharpness.exp()
            nearest, best, missed = (torch.zeros_like(part) for part in (tokens, tokens[..., 0], stored[..., 0]))
            for count in torch.unique(pictures[known]).tolist():
                here = (known & (pictures == count)).nonzero()[:, 0]
                unlike = slice(None, count * cells)
                some, near, back = _attended(sharp[here], query[here], stored[here, unlike], memory[here, unlike])
                nearest = nearest.index_put((here,), some.to(nearest.dtype))
                best[here] = near.to(best.dtype)
                in_turn = torch.arange(memory.shape[1] // cells, device=back.device) % count
                missed[here] = back.unflatten(1, (count, cells))[:, in_turn].flatten(1).to(missed.dtype)
        else:
            likeness = query @ stored.transpose(1, 2)
            nearest = torch.softmax(likeness * self.sharpness.exp(), 2) @ memory
            best, missed = likeness.amax(2), likeness.amax(1)
        difference = (tokens - nearest).abs().transpose(1, 2).reshape(n, channels, rows, columns)
        return difference, 1 - best.reshape(n, 1, rows, columns), _lacking(1 - missed, rows, columns)


def _lacking(missed: Tensor, rows: int, columns: int) -> Tensor:
    """(n, m) of what is remembered, how unlike all that is seen, to (n, 3, rows, columns).

    At each place the mean and the least over the golden pictures, and everywhere what even the one with the least of
    it has and the picture has not: a label that is gone leaves nothing that looks new.
    """
    n, cells = missed.shape[0], rows * columns
    filled = torch.cat([missed, missed.new_zeros(n, cells - 1)], 1)  # a memory that is no whole number of pictures
    pictures = filled[:, : filled.shape[1] // cells * cells].reshape(n, -1, cells)
    most = pictures.topk(KEY_CELLS, 2).values.mean(2).amin(1)
    places = torch.stack([pictures.mean(1), pictures.amin(1), most[:, None].expand(n, cells)], 1)
    return places.reshape(n, 3, rows, columns)


def _attended(sharp: Tensor, query: Tensor, stored: Tensor, memory: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The same as the plain products, without the (n, tokens, memory) arrays that take most of a step's time."""
    kinds = {"dtype": torch.bfloat16} if query.device.type == "cpu" else {}
    parts = [part.to(**kinds)[:, None] for part in (sharp, stored, memory)]
    nearest = nn.functional.scaled_dot_product_attention(*parts, scale=1.0)[:, 0]
    with torch.no_grad():  # the keys learn by what differs; how near the nearest is follows
        likeness = query.to(parts[1].dtype) @ parts[1][:, 0].transpose(1, 2)
        best, missed = likeness.amax(2), likeness.amax(1)
    return nearest.to(query.dtype), best.to(query.dtype), missed.to(query.dtype)


def item_logits(maps: Tensor) -> Tensor:
    """(n, classes + 1): the mean of each map's strongest cells."""
    strongest: Tensor = maps.flatten(2).topk(TOP_CELLS, 2).values.mean(2)
    return strongest


def normalised(images: Tensor) -> Tensor:
    """(n, 224, 224, 3) uint8 to (n, 3, 224, 224) float."""
    x = images.permute(0, 3, 1, 2).float()
    mean = torch.tensor([123.675, 116.28, 103.53], device=x.device).view(1, 3, 1, 1)
    factor = 1 / torch.tensor([58.395, 57.12, 57.375], device=x.device).view(1, 3, 1, 1)
    return (x - mean) * factor


def _without_reference(grids: tuple[Tensor, Tensor, Tensor, Tensor]) -> Tensor:
    _, fine, coarse, deep = grids
    nothing = fine.new_zeros(fine.shape[0], COMPARED_CHANNELS, fine.shape[2], fine.shape[3])
    return torch.cat([fine, _double(coarse), _double(_double(deep)), nothing], 1)


def _double(x: Tensor) -> Tensor:
    return nn.functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
