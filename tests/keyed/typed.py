"""What a person types on the M3 visit of LN-007, form by form, as reports and children say it. Data only.

Beside the first two forms, which the morning began, everything of the visit: 17 forms. Some texts are odd on purpose:
a comma for the point, another unit, signs for words, ranges, results below a limit, titres. All of them stand on keys;
what an input method commits is tried where the field is (tests/ui/visit).
"""

Typed = dict[str, str]
VISIT, CHILD = "M3", "LN-007"
HALF = ("VISSTAT", "done")
"""Item and text that is half typed when the window is locked."""

FORMS: dict[str, Typed] = {
    "VISIT": {},
    "VS": {"UOP": "1450"},
    "CBC": {
        "LBDTC": "2026-11-17 08:29", "LBNAM": "local", "LBHEM": "n", "WBC": "5.82", "NEUT": "3.76", "NEUTLE": "64.6",
        "LYM": "1.50", "LYMLE": "25.8", "MONO": "0.45", "EOS": "0.09", "BASO": "0.01", "RBC": "3.94", "HGB": "11.6g/dl",
        "HCT": "0.334", "MCV": "84.7", "RETIRBC": "1.90", "PLAT": "265",
    },
    "INFL": {
        "LBDTC": "2026-11-17 08:16", "LBNAM": "local", "LBHEM": "n", "CRP": "1,3", "ESR": "17", "FERR": "109.7",
        "PCT": "<0.05",
    },
    "CHEM": {
        "LBDTC": "2026-11-17 08:32", "LBNAM": "local", "LBHEM": "n", "CREAT": "53.9", "CREATM": "enz",
        "UREA": "19.6mg/dl", "URATE": "398", "CYSC": "ND", "SODIUM": "138.6", "K": "64.1", "CL": "104.3",
        "BICARB": "24.6", "CA": "2,30", "PHOS": "1.35", "MG": "0.79", "GLUC": "4.86", "ALT": "13", "AST": "20",
        "ALP": "232", "GGT": "12", "BILI": "7.7", "BILDIR": "1.9", "PROT": "63.5", "ALB": "36.7", "LDH": "231",
        "CK": "612",
    },
    "SERO": {
        "LBDTC": "2026-11-17 08:13", "LBNAM": "local", "LBHEM": "n", "C3": "1.03", "C4": "0.198", "CH50": "45.1",
        "ANA": "+", "ANADIL": "1:100", "ANATITER": "1:320", "ANAPAT": "homo", "DSDNAM": "clia", "DSDNA": "13.5 IU/mL",
        "SMAB": "neg", "SSA60": "(-)", "NUCLAB": "-", "RIBP": "-", "ACLG": "-", "LAC": "-", "APLA": "-", "COOMBS": "-",
    },
    "IGLYM": {
        "LBDTC": "2026-11-17 08:21", "LBNAM": "local", "LBHEM": "n", "IGG": "4.62", "IGA": "0.79", "IGM": "0.26",
        "IVIG": "n", "LBMETH": "single", "CD3P": "86.7", "CD3A": "1301", "CD4P": "40.8", "CD4A": "611", "CD8P": "38.2",
        "CD8A": "572", "CD4CD8": "1.07", "CD19P": "1.28", "CD19A": "19.2", "NKP": "10.0", "NKA": "150",
    },
    "URINE": {
        "LBDTC": "2026-11-17 07:25", "LBNAM": "local", "USPECTYPE": "fmu", "UPROTC": "283.5", "UCREAT": "5.97",
        "UALB": "175.8", "SPGRAV": "1.010", "PH": "5.5", "UPRO": "++", "UBLD": "+-", "ULEUK": "-", "UNITR": "-",
        "UGLU": "-", "UKET": "-", "URBC": "3-5", "URBCMORPH": "44", "UWBC": "0-2", "UCASTRBC": "n", "UCASTGR": "n",
        "UB2MG": "<0.20", "UTRF": "9.92", "URBP": "0.13", "UNAG": "11.1",
    },
    "U24": {
        "U24SDTC": "2026-11-16 07:00", "U24EDTC": "2026-11-17 07:00", "LBNAM": "local", "U24COMP": "y",
        "U24VOL": "1.58L", "U24HRS": "24", "U24PROTC": "191", "U24CREAT": "4.03",
    },
    "CYTO": {
        "LBDTC": "2026-11-17 08:31", "LBNAM": "local", "LBHEM": "n", "CYTSPEC": "serum", "CYTKIT": "cba",
        "CYTLOT": "DEMO-2611", "IL2": "1.53", "IL4": "<1.50", "IL6": "4.54", "IL8": "9.22", "IL10": "4.22",
        "IL17A": "6.77", "IFNG": "3.15", "TNFA": "2.11", "SIL2R": "700 U/mL", "SIL2RU": "uml",
    },
    "CART": {
        "LBDTC": "2026-11-17 08:19", "LBNAM": "local", "LBHEM": "n", "LBMETH": "qpcr", "CARVCN": "149",
        "CARFLOWP": "0.17", "CARFLOWA": "1.99",
    },
    "VIR": {
        "LBDTC": "2026-11-17 08:10", "LBNAM": "local", "LBHEM": "n", "HBSAG": "-", "HBCAB": "-", "HBVDNA": "<20 IU/mL",
        "HCVAB": "-", "HIVAB": "-", "TPAB": "-", "VIRSPEC": "plasma", "CMVDNA": "<200 IU/mL", "EBVDNA": "<500 IU/mL",
        "TSPOT": "-", "GTEST": "16.1", "GMTEST": "0.24",
    },
    "PREG": {
        "MENARCH": "y", "MENARCHDTC": "2026", "LMPDTC": "2026-11-04", "PREGNA": "n", "HCGDTC": "2026-11-17 08:10",
        "HCGU": "-",
    },
    "ECG": {
        "EGDTC": "2026-11-17 10:23", "EGHR": "81", "EGRHY": "sinus", "RR": "741", "PR": "138", "QRS": "74", "QT": "360",
        "EGQTCM": "418", "EGQTCF": "bazett", "EGINT": "normal",
    },
    "ECHO": {
        "ECHODTC": "2026-11-17 11:21", "LVIDD": "42.8", "LVIDS": "26.7", "IVSD": "7.2", "LVPWD": "7.0", "LVEF": "68",
        "EFMETH": "teich", "LVFS": "38", "WALLMO": "n", "VALVE": "no lesion seen", "PEFF": "none", "PASP": "21",
        "ECHOINT": "normal",
    },
    "EEG": {
        "EEGDTC": "2026-11-17 12:37", "EEGDUR": "0.5h", "EEGSTATE": "awake", "EEGBG": "normal", "EEGEPI": "n",
        "EEGFOC": "n", "EEGSEIZ": "n", "EEGINT": "normal",
    },
    "SLEDAI": {
        "SLE_CASTS": "n", "SLE_HEMAT": "n", "SLE_PROTU": "n", "SLE_PYUR": "n", "SLE_LOWCOMP": "n", "SLE_DNABIND": "n",
        "SLE_FEVER": "n", "SLE_THROMB": "n", "SLE_LEUKO": "n", "PGA": "0.1", "MDGLOB": "0.3", "PTGLOB": "0.4",
        "HAEMGI": "n", "STABTX": "y", "RESCUE": "n",
    },
}  # fmt: skip
"""By form and item: the text, in the order of the form."""
MEANT: dict[tuple[str, str], str] = {("CHEM", "UREA"): "19.6 mg/dL BUN", ("CHEM", "K"): "6.41"}
"""What stands in the end where it is not what was typed first: a reading chosen, a result corrected."""
NOT_DONE = ("CHEM", "CYSC")
"""What "ND" meant there: the answer that was chosen."""
ACTION, WHY = "recheck, ECG, tacrolimus level", "school sports the day before, no pain"
