"""The words by which laboratory systems head their columns and label the lines above a table. Owns words only."""

_NAMES: dict[str, tuple[str, ...]] = {
    "test": (
        "项目名称", "检验项目", "项目", "检验项目名称", "检测项目", "检测项目名称", "项目中文名",
        "项目中文名称", "中文名称", "检查项目", "报告项目", "报告项目名称", "分析项目", "test", "testname",
        "item", "itemname", "analyte", "examination",
    ),
    "short": (
        "英文名称", "英文名", "英文缩写", "缩写", "简称", "英文简称", "项目英文名", "项目代码", "项目缩写",
        "代号", "代码", "abbreviation", "abbr", "code", "shortname", "testcode",
    ),
    "result": (
        "结果", "检验结果", "检测结果", "测定结果", "测定值", "结果值", "检测值", "定量结果", "报告结果",
        "本次结果", "result", "results", "value", "testresult",
    ),
    "unit": ("单位", "结果单位", "计量单位", "unit", "units"),
    "interval": (
        "参考范围", "参考区间", "参考值", "正常值", "参考值范围", "正常参考值", "正常范围", "生物参考区间",
        "参考范围/区间", "reference", "referencerange", "referenceinterval", "refrange", "referencevalue",
        "normalrange", "range",
    ),
    "low": ("参考下限", "下限", "参考低值", "lowerlimit", "low"),
    "high": ("参考上限", "上限", "参考高值", "upperlimit", "high"),
    "mark": (
        "提示", "标志", "标识", "异常提示", "结果提示", "异常标志", "异常标识", "高低", "高低标志", "状态",
        "结果状态", "异常", "箭头", "↑↓", "flag", "abnormal", "abnormalflag", "mark",
    ),
    "method": ("方法", "检测方法", "检验方法", "测定方法", "实验方法", "方法学", "method"),
    "collected": (
        "采样时间", "采集时间", "标本采集时间", "样本采集时间", "采样日期", "采集日期", "标本采集日期",
        "抽血时间", "采血时间", "留取时间", "collected", "collectiontime", "collectiondate",
        "specimencollected", "samplingtime", "collectedat",
    ),
    "tested": (
        "检验时间", "检测时间", "测定时间", "检验日期", "报告时间", "报告日期", "审核时间", "testtime",
        "tested", "reported", "reporttime", "reportdate",
    ),
    "specimen": (
        "标本类型", "样本类型", "标本种类", "样本种类", "标本", "样本", "标本名称", "样品类型", "specimen",
        "specimentype", "sampletype",
    ),
    "sample": (
        "样本号", "标本号", "样本编号", "标本编号", "条码号", "条码", "条形码", "样品号", "检验单号",
        "sampleno", "sampleid", "samplenumber", "specimenid", "barcode",
    ),
    "name": ("姓名", "患者姓名", "病人姓名", "患儿姓名", "名字", "name", "patient", "patientname"),
    "number": (
        "病历号", "住院号", "门诊号", "病案号", "登记号", "患者编号", "患者号", "病人号", "病人编号", "患者id",
        "病人id", "就诊号", "就诊卡号", "诊疗卡号", "卡号", "id号", "mrn", "patientid", "hospitalnumber",
        "patientnumber",
    ),
    "laboratory": (
        "医院", "医院名称", "检测实验室", "实验室", "检验科室", "检测机构", "检验单位", "laboratory",
        "hospital",
    ),
    "ignored": (
        "序号", "编号", "no", "#", "性别", "年龄", "出生日期", "出生年月", "科室", "科别", "床号", "病区",
        "病房", "诊断", "临床诊断", "送检医生", "送检医师", "申请医生", "开单医生", "送检科室", "申请时间",
        "接收时间", "签收时间", "送检时间", "检验者", "检验人", "检验医师", "审核者", "审核人", "报告者",
        "报告人", "打印时间", "备注", "费别", "民族", "电话", "联系电话", "地址", "身份证号", "仪器",
        "仪器名称", "上次结果", "历史结果", "sex", "gender", "age", "dateofbirth", "birth", "ward", "bed",
        "department", "diagnosis", "physician", "doctor", "received", "remark", "remarks", "comment", "printed",
        "verifiedby", "phone", "address",
    ),
}  # fmt: skip

# Every word in the form in which headings are compared (`study.grammar.fold.bare`).
FIELD = {name: field for field, names in _NAMES.items() for name in names}
