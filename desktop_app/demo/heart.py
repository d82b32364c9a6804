"""What is typed from ECG, echocardiography and EEG of a demonstration child; intervals fit the rate, sizes the body."""

from random import Random

from desktop_app.demo.bedside import Typed
from desktop_app.demo.condition import Condition


def ecg(now: Condition, dice: Random) -> Typed:
    """ECG: QT is what a QTc (Fridericia 1920) of about 400 ms makes at the rate."""
    rate = round(98 - 2.4 * (now.age - 6) + 8 * min(now.upcr, 4) / 4 + dice.uniform(-4, 4))
    interval = 60000 / rate
    qt = dice.uniform(392, 414) * (interval / 1000) ** (1 / 3)
    return {
        "EGDTC": f"{now.on} 10:{dice.randint(5, 25):02d}",
        "EGHR": str(rate),
        "EGRHY": "窦性心律" if rate < 100 else "窦性心动过速",
        "RR": f"{interval:.0f}",
        "PR": str(dice.randint(118, 146)),
        "QRS": str(dice.randint(72, 88)),
        "QT": f"{qt:.0f}",
        "EGQTCM": f"{qt / (interval / 1000) ** 0.5:.0f}",
        "EGQTCF": "Bazett公式",
        "EGINT": "正常" if rate < 100 else "异常无临床意义",
    }


def echo(now: Condition, dice: Random) -> Typed:
    """ECHO: the dimension grows with the body's surface; EF is Teichholz's (1976) of the two dimensions."""
    diastolic = 38.5 * now.bsa**0.45 + (3 if now.child.dialysis else 0) + dice.uniform(-1, 1)
    systolic = diastolic * dice.uniform(0.60, 0.64)
    ejection = (_teichholz(diastolic) - _teichholz(systolic)) / _teichholz(diastolic) * 100
    return {
        "ECHODTC": f"{now.on} 11:{dice.randint(0, 30):02d}",
        "LVIDD": f"{diastolic:.1f}",
        "LVIDS": f"{systolic:.1f}",
        "IVSD": f"{4.4 + 2.4 * now.bsa**0.5 + (1.5 if now.child.dialysis else 0):.1f}",
        "LVPWD": f"{4.2 + 2.4 * now.bsa**0.5 + (1.5 if now.child.dialysis else 0):.1f}",
        "LVEF": f"{ejection:.0f}",
        "EFMETH": "Teichholz法",
        "LVFS": f"{(diastolic - systolic) / diastolic * 100:.0f}",
        "WALLMO": "否",
        "VALVE": "各瓣膜形态及活动未见明显异常",
        "PEFF": "少量" if now.oedema == 2 else "无",
        "PASP": str(dice.randint(18, 26)),
        "ECHOINT": "正常" if now.oedema < 2 else "异常无临床意义",
    }


def _teichholz(dimension_mm: float) -> float:
    centimetres = dimension_mm / 10
    return 7 * centimetres**3 / (2.4 + centimetres)


def eeg(now: Condition, dice: Random) -> Typed:
    """EEG."""
    slow = now.visit == "W2" and dice.random() < 0.25
    return {
        "EEGDTC": f"{now.on} 14:{dice.randint(0, 40):02d}",
        "EEGDUR": "0.5 h" if dice.random() < 0.3 else "30",
        "EEGSTATE": "清醒、睡眠",
        "EEGBG": "轻度慢化" if slow else "背景正常",
        "EEGEPI": "无",
        "EEGFOC": "无",
        "EEGSEIZ": "无",
        "EEGINT": "异常无临床意义" if slow else "正常",
    }
