"""What a request says of each of its frames: the pose, what is laid over it, and its time."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from animator.cost import MOST_POSES
from animator.pose import COUNT, named_pose, poses_tensor
from handlerkit.checks import SettingsError, number, shown

_MOST_LAYERS = 64
# 30 years: a clock may count from 1970, and a stream may stay up.
MOST_SECONDS = 1e10
# Names of cels or effects, and how much of each: above 0, up to 1.
Strengths = Mapping[str, float]
# What is for each pose, or for all.
LAYERS = ("cels", "effects")
POSES = ("poses", "pose")
TIMES = ("times", "time")


def read_poses(given: Mapping[str, Any]) -> Tensor:
    """[n, 45]. Raises SettingsError."""
    if len(given.keys() & set(POSES)) != 1:
        raise SettingsError("give either poses, a list of them, or pose, {parameter: value}")
    if "pose" in given:
        if type(given["pose"]) is not dict:
            raise SettingsError(f"pose must be {{parameter: value}}, not {shown(given['pose'])}")
        return poses_tensor([named_pose(given["pose"])])
    poses = given["poses"]
    if type(poses) is not list or not 1 <= len(poses) <= MOST_POSES:
        told = f"{len(poses)}" if type(poses) is list else shown(poses)
        raise SettingsError(f"poses must be 1 to {MOST_POSES} lists of {COUNT} numbers, not {told}")
    return poses_tensor(poses)


def read_layers(name: str, value: Any, count: int) -> tuple[Strengths, ...]:
    """One a pose; an object is for all."""
    each: Callable[[str, Any], Strengths] = _strengths
    if type(value) is not list:
        return (each(name, value),) * count
    if len(value) != count:
        raise SettingsError(f"{name} must be one object, or one for each of {count} poses, not {len(value)}")
    return tuple(each(f"{name}[{place}]", one) for place, one in enumerate(value))


def _strengths(name: str, value: Any) -> Strengths:
    if type(value) is not dict or len(value) > _MOST_LAYERS:
        raise SettingsError(
            f"{name} must be {{name: strength}} of at most {_MOST_LAYERS}, not {shown(value)}"
        )
    of_one = number(0.0, 1.0)
    checked = {each: of_one(f"{name}.{shown(each)}", strength) for each, strength in value.items()}
    return {each: strength for each, strength in checked.items() if strength}


def read_times(given: Mapping[str, Any], count: int) -> Tensor:
    """[count] float64, seconds: in half as many bits a stream of a week would jerk. Raises SettingsError."""
    if len(given.keys() & set(TIMES)) > 1:
        raise SettingsError("give either times, one for each pose, or time, for all")
    seconds = number(0.0, MOST_SECONDS)
    if "times" not in given:
        return torch.full((count,), seconds("time", given.get("time", 0.0)), dtype=torch.float64)
    times = given["times"]
    if type(times) is not list or len(times) != count:
        told = f"{len(times)}" if type(times) is list else shown(times)
        raise SettingsError(f"times must be a list of one for each of {count} poses, not {told}")
    checked = [seconds(f"times[{place}]", each) for place, each in enumerate(times)]
    return torch.tensor(checked, dtype=torch.float64)
