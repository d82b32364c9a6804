<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutPanel</name>
    <message>
        <source>Cartella</source>
        <translation>Cartella</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Study version</source>
        <translation>研究版本</translation>
    </message>
    <message>
        <source>Record kept in</source>
        <translation>记录库位置</translation>
    </message>
    <message>
        <source>Components and their licences</source>
        <translation>组件及其许可证</translation>
    </message>
</context>
<context>
    <name>AdminView</name>
    <message>
        <source>Admin</source>
        <translation>管理</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Workstations</source>
        <translation>工作站</translation>
    </message>
    <message>
        <source>EDC and site key</source>
        <translation>EDC 与中心密钥</translation>
    </message>
    <message>
        <source>Study definition</source>
        <translation>研究定义</translation>
    </message>
    <message>
        <source>Reference intervals</source>
        <translation>参考区间</translation>
    </message>
    <message>
        <source>Language and theme</source>
        <translation>语言与主题</translation>
    </message>
    <message>
        <source>About and licences</source>
        <translation>关于与许可证</translation>
    </message>
    <message>
        <source>Sections of the admin room</source>
        <translation>管理分区</translation>
    </message>
</context>
<context>
    <name>AppearancePanel</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>No font with Chinese characters is installed.</source>
        <translation>未安装含中文字符的字体。</translation>
    </message>
    <message>
        <source>Chinese text shows as boxes here. Install one, for example Noto Sans CJK; the data are not affected.</source>
        <translation>此处中文会显示为方框。请安装字体，例如 Noto Sans CJK；数据不受影响。</translation>
    </message>
</context>
<context>
    <name>DevicesPanel</name>
    <message>
        <source>Workstation</source>
        <translation>工作站</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>记录数</translation>
    </message>
    <message>
        <source>Last heard of</source>
        <translation>最近联系</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>this workstation</source>
        <translation>本工作站</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>%1 停用</translation>
    </message>
</context>
<context>
    <name>EdcPanel</name>
    <message>
        <source>Central EDC</source>
        <translation>中心 EDC</translation>
    </message>
    <message>
        <source>not enrolled; what you enter is complete and safe here</source>
        <translation>未接入；录入内容完整、安全地存于本机</translation>
    </message>
    <message>
        <source>Enrolled since</source>
        <translation>接入日期</translation>
    </message>
    <message>
        <source>Fingerprint of the EDC</source>
        <translation>EDC 指纹</translation>
    </message>
    <message>
        <source>held here, fingerprint %1</source>
        <translation>本机持有，指纹 %1</translation>
    </message>
    <message>
        <source>not on this workstation: children are shown by code; another workstation can hand it over</source>
        <translation>本机没有：患儿以编号显示；可由另一台工作站移交</translation>
    </message>
    <message>
        <source>Site key</source>
        <translation>中心密钥</translation>
    </message>
    <message>
        <source>Address of the EDC</source>
        <translation>EDC 地址</translation>
    </message>
    <message>
        <source>Enrolment code from the letter of the centre</source>
        <translation>中心通知中的接入码</translation>
    </message>
    <message>
        <source>Enrolling …</source>
        <translation>正在接入…</translation>
    </message>
    <message>
        <source>Enrol this workstation</source>
        <translation>接入本工作站</translation>
    </message>
    <message>
        <source>Show the site-key sheet</source>
        <translation>显示中心密钥单</translation>
    </message>
    <message>
        <source>Prints the key that opens the names of the children; keep it like the recovery code</source>
        <translation>此密钥可打开患儿姓名，请像恢复码一样保管</translation>
    </message>
    <message>
        <source>Site key from the printed sheet</source>
        <translation>打印件上的中心密钥</translation>
    </message>
    <message>
        <source>Take over the site key</source>
        <translation>录入中心密钥</translation>
    </message>
</context>
<context>
    <name>ReferencePanel</name>
    <message>
        <source>Import a table …</source>
        <translation>导入参考区间表…</translation>
    </message>
    <message>
        <source>A CSV file; its effect is shown first</source>
        <translation>CSV 文件；启用前先显示其影响</translation>
    </message>
    <message>
        <source>Save an empty table …</source>
        <translation>保存空白表…</translation>
    </message>
    <message>
        <source>A CSV file for the laboratory to fill in</source>
        <translation>供实验室填写的 CSV 文件</translation>
    </message>
    <message>
        <source>Laboratory&apos;s table</source>
        <translation>实验室参考区间表</translation>
    </message>
    <message>
        <source>none: the intervals of the study definition hold</source>
        <translation>无；按研究定义的参考区间</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Adopted</source>
        <translation>启用时间</translation>
    </message>
    <message>
        <source>In effect from</source>
        <translation>生效日期</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>项目数</translation>
    </message>
    <message>
        <source>Adopted tables</source>
        <translation>已启用的参考区间表</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>What decides, by item, laboratory, method and day of the specimen</source>
        <translation>各项目按实验室、方法和标本日期所用的参考区间</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>项目名称</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>实验室</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>From</source>
        <translation>自</translation>
    </message>
    <message>
        <source>To</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Intervals</source>
        <translation>区间数</translation>
    </message>
</context>
<context>
    <name>SightCard</name>
    <message>
        <source>It can&apos;t be used yet</source>
        <translation>暂时不能使用</translation>
    </message>
    <message>
        <source>Nothing differs from the version in force.</source>
        <translation>与生效版本没有差别。</translation>
    </message>
    <message>
        <source>Wants a person&apos;s decision</source>
        <translation>需由人决定</translation>
    </message>
    <message>
        <source>In the definition</source>
        <translation>研究定义的变化</translation>
    </message>
    <message>
        <source>Subject by subject</source>
        <translation>对各受试者的影响</translation>
    </message>
    <message>
        <source>Why this version is adopted (amendment, date of the ethics vote)</source>
        <translation>启用该版本的原因（修正案、伦理批准日期）</translation>
    </message>
    <message>
        <source>Adopting …</source>
        <translation>正在启用 …</translation>
    </message>
    <message>
        <source>Adopt this version</source>
        <translation>启用该版本</translation>
    </message>
    <message>
        <source>Back to the versions</source>
        <translation>返回版本列表</translation>
    </message>
</context>
<context>
    <name>SiteKeyDialog</name>
    <message>
        <source>Site-key sheet</source>
        <translation>中心密钥单</translation>
    </message>
    <message>
        <source>Site key of %1</source>
        <translation>%1 的中心密钥</translation>
    </message>
    <message>
        <source>This key opens the names of the children of this site. A new workstation gets it from another one, or from this sheet. Keep it locked away at the site; never send it.</source>
        <translation>此密钥可打开本院患儿的姓名。新工作站从另一台工作站或从此单取得。请锁存于本院，切勿发送。</translation>
    </message>
    <message>
        <source>fingerprint %1 · %2</source>
        <translation>指纹 %1 · %2</translation>
    </message>
    <message>
        <source>Print the sheet</source>
        <translation>打印密钥单</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>StudyPanel</name>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Version in force</source>
        <translation>生效版本</translation>
    </message>
    <message>
        <source>Digest of its files</source>
        <translation>文件摘要</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>注册信息</translation>
    </message>
    <message>
        <source>Look at another definition …</source>
        <translation>查看另一研究定义 …</translation>
    </message>
    <message>
        <source>A folder with a study&apos;s YAML files</source>
        <translation>含研究 YAML 文件的文件夹</translation>
    </message>
    <message>
        <source>Look at its effect</source>
        <translation>查看其影响</translation>
    </message>
    <message>
        <source>Versions of this record</source>
        <translation>本记录的版本</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>启用时间</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>%1 (not readable here)</source>
        <translation>%1（此处无法读取）</translation>
    </message>
</context>
<context>
    <name>TableCard</name>
    <message>
        <source>It can&apos;t be used yet</source>
        <translation>暂时不能使用</translation>
    </message>
    <message>
        <source>The table says nothing.</source>
        <translation>表中没有内容。</translation>
    </message>
    <message>
        <source>Goes on by an earlier table, because this one does not list it</source>
        <translation>本表未列出，仍按此前的表</translation>
    </message>
    <message>
        <source>What the table covers</source>
        <translation>本表覆盖的项目</translation>
    </message>
    <message>
        <source>Stored values that will be judged otherwise</source>
        <translation>判断将改变的已录数值</translation>
    </message>
    <message>
        <source>Adopting …</source>
        <translation>正在启用 …</translation>
    </message>
    <message>
        <source>Adopt this table</source>
        <translation>启用此表</translation>
    </message>
    <message>
        <source>Back to the tables</source>
        <translation>返回参考区间表</translation>
    </message>
</context>
<context>
    <name>UserDialog</name>
    <message>
        <source>Add a user</source>
        <translation>添加用户</translation>
    </message>
    <message>
        <source>The new user types the passphrase; nobody else can sign with it. It cannot be looked up later.</source>
        <translation>口令由新用户本人输入，他人不能用它签名；以后无法查看。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Adding …</source>
        <translation>正在添加…</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>UsersPanel</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Certified by</source>
        <translation>认证者</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Add a user</source>
        <translation>添加用户</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>countersigned by the EDC</source>
        <translation>EDC 已会签</translation>
    </message>
    <message>
        <source>not countersigned yet</source>
        <translation>尚未会签</translation>
    </message>
</context>
</TS>
