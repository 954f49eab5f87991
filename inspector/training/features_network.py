"""The feature network: plain 3x3 convolutions (fast on a CPU), two heads, one grid of patch vectors."""

import torch
from torch import Tensor, nn

FINE_CHANNELS, COARSE_CHANNELS = 32, 96
GRID = 28


def convolution(inside: int, outside: int, *, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, batch norm, ReLU; (n, inside, h, w) to (n, outside, h / stride, w / stride)."""
    return nn.Sequential(
        nn.Conv2d(inside, outside, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):  # type: ignore[misc, unused-ignore]
    """Two convolutions beside the way straight through; (n, channels, h, w) stays as it is."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = convolution(channels, channels)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.second(self.first(x)))


class Student(nn.Module):  # type: ignore[misc, unused-ignore]
    """(n, 3, 224, 224) normalised RGB to the teacher's standardised features: (n, 32, 28, 28) and (n, 96, 14, 14)."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(convolution(3, 24, stride=2), convolution(24, 40, stride=2), Residual(40))
        self.fine = nn.Sequential(convolution(40, 80, stride=2), Residual(80))
        self.coarse = nn.Sequential(convolution(80, 128, stride=2), Residual(128))
        self.fine_head = nn.Conv2d(80, FINE_CHANNELS, 1)
        self.coarse_head = nn.Conv2d(128, COARSE_CHANNELS, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return both grids."""
        fine = self.fine(self.stem(x))
        return self.fine_head(fine), self.coarse_head(self.coarse(fine))


class Shipped(nn.Module):  # type: ignore[misc, unused-ignore]
    """What is exported: (1, 224, 224, 3) uint8 RGB to (1, 128, 28, 28), neighbours averaged, both grids joined."""

    def __init__(self, student: Student) -> None:
        super().__init__()
        self.student = student
        self.register_buffer("mean", torch.tensor([123.675, 116.28, 103.53]).view(1, 3, 1, 1))
        self.register_buffer("factor", 1 / torch.tensor([58.395, 57.12, 57.375]).view(1, 3, 1, 1))

    def forward(self, image: Tensor) -> Tensor:
        """Return the grid of patch vectors."""
        x = (image.permute(0, 3, 1, 2).float() - self.mean) * self.factor
        fine, coarse = self.student(x)
        fine = nn.functional.avg_pool2d(fine, 3, 1, 1, count_include_pad=False)
        coarse = nn.functional.avg_pool2d(coarse, 3, 1, 1, count_include_pad=False)
        coarse = nn.functional.interpolate(coarse, size=(GRID, GRID), mode="bilinear", align_corners=False)
        return torch.cat([fine, coarse], 1)
