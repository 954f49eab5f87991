"""A station's file without a trained model; whoever takes it adds the cameras."""

STATION = """schema_version = 1
[station]
site = "s"
line = "l"
name = "n"
[paths]
data_dir = "data"
[bus]
kind = "memory"
[detector]
kind = "scripted"
[scorer]
kind = "mean_colour"
"""
