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
        <source>Passphrases and keys</source>
        <translation>口令与密钥</translation>
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
        <source>Backup</source>
        <translation>备份</translation>
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
    <name>ArchiveCard</name>
    <message>
        <source>Archive of the study</source>
        <translation>研究归档</translation>
    </message>
    <message>
        <source>The whole record on one medium, readable without this program: forms as PDF, data as tables, audit trail, signatures, attached files, study definition.</source>
        <translation>将全部记录写入同一介质，无需本程序即可阅读：表单（PDF）、数据表、稽查轨迹、签名、附件及研究定义。</translation>
    </message>
    <message>
        <source>With names and scans, for the hospital&apos;s own record room</source>
        <translation>含姓名与扫描件，供本院档案室存档</translation>
    </message>
    <message>
        <source>I know that the archive is not encrypted and keep the medium locked away</source>
        <translation>已知晓归档未加密，并将锁存该介质</translation>
    </message>
    <message>
        <source>Write the archive…</source>
        <translation>写入归档…</translation>
    </message>
    <message>
        <source>Check an archive…</source>
        <translation>核对归档…</translation>
    </message>
    <message>
        <source>Every file that is missing, extra or altered</source>
        <translation>列出缺失、多余或被改动的文件</translation>
    </message>
</context>
<context>
    <name>BackupPanel</name>
    <message>
        <source>Last backup</source>
        <translation>上次备份</translation>
    </message>
    <message>
        <source>Backup folder</source>
        <translation>备份文件夹</translation>
    </message>
    <message>
        <source>none chosen yet</source>
        <translation>尚未选择</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Verify the record</source>
        <translation>校验记录</translation>
    </message>
    <message>
        <source>Entries, signatures, attached files, key file</source>
        <translation>校验记录、签名、附件与密钥文件</translation>
    </message>
    <message>
        <source>Choose the folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Backups in the folder</source>
        <translation>文件夹中的备份</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>制作时间</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>记录数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Last tried</source>
        <translation>上次试恢复</translation>
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
        <source>Try it</source>
        <translation>试恢复</translation>
    </message>
    <message>
        <source>Restore %1 to try, and throw it away again</source>
        <translation>试恢复 %1，完成后即删除</translation>
    </message>
    <message>
        <source>can&apos;t be used</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>restores</source>
        <translation>可恢复</translation>
    </message>
    <message>
        <source>checked when made</source>
        <translation>制作时已校验</translation>
    </message>
</context>
<context>
    <name>CodeDialog</name>
    <message>
        <source>Type the code back from the paper</source>
        <translation>请对照纸面输入恢复码</translation>
    </message>
    <message>
        <source>Print it or write it down and keep it away from this computer. When it is typed back, it takes the place of the code before, which then opens nothing.</source>
        <translation>请打印或抄写，并存放在远离本计算机处。对照输入无误后，它将取代原恢复码，原恢复码不再有效。</translation>
    </message>
    <message>
        <source>The whole record is written anew under another key, checked, and put in place at once; this takes some seconds to minutes. Everybody keeps their passphrase and unlocks again. Copies and backups made before open with the old keys only: make a backup afterwards.</source>
        <translation>整个记录将用新密钥重新写出，核对后一次性替换，需数秒至数分钟。各人口令不变，需重新解锁。此前的副本和备份只能用旧密钥打开，请在完成后备份。</translation>
    </message>
    <message>
        <source>Renew the keys</source>
        <translation>更换密钥</translation>
    </message>
    <message>
        <source>New recovery code</source>
        <translation>新恢复码</translation>
    </message>
    <message>
        <source>Renew the keys now</source>
        <translation>立即更换密钥</translation>
    </message>
    <message>
        <source>This code counts from now on</source>
        <translation>启用此恢复码</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
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
        <translation>中心库</translation>
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
        <source>an identity was erased: the printed sheets are of an earlier key. Print this one, destroy the others</source>
        <translation>已删除过身份信息：现有密钥单属于旧密钥。请打印新单并销毁旧单</translation>
    </message>
    <message>
        <source>Printed sheet</source>
        <translation>打印的密钥单</translation>
    </message>
    <message>
        <source>Address of the EDC</source>
        <translation>EDC 地址</translation>
    </message>
    <message>
        <source>Enrolment code from the letter of the centre</source>
        <translation>中心库通知单上的接入码</translation>
    </message>
    <message>
        <source>Enrolling…</source>
        <translation>正在接入…</translation>
    </message>
    <message>
        <source>Enrol this workstation</source>
        <translation>接入本工作站</translation>
    </message>
    <message>
        <source>How it is reached…</source>
        <translation>连接方式…</translation>
    </message>
    <message>
        <source>Address, certificates, proxy, when it syncs</source>
        <translation>地址、证书、代理与同步时机</translation>
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
    <name>GivingCard</name>
    <message>
        <source>Given to others</source>
        <translation>对外提供</translation>
    </message>
    <message>
        <source>Counted from this record by the rules of the screens and checked for identity before anything is written. Each goes into a new folder and is noted in the record.</source>
        <translation>按屏幕同一规则由本记录统计，写入前核查是否含身份信息。各存入一个新文件夹，并记入记录。</translation>
    </message>
    <message>
        <source>Pack for the board…</source>
        <translation>安全监察报告…</translation>
    </message>
    <message>
        <source>Safety of all children by code, as PDF and tables</source>
        <translation>全部患儿的安全性，以编号表示，PDF与表格</translation>
    </message>
    <message>
        <source>Results by visit…</source>
        <translation>按访视汇总结果…</translation>
    </message>
    <message>
        <source>Primary outcomes first; limits such as &lt;40 stay limits</source>
        <translation>主要终点在前；“&lt;40”等界限值按原样处理</translation>
    </message>
    <message>
        <source>Data without identity…</source>
        <translation>去标识化数据…</translation>
    </message>
    <message>
        <source>Study days for dates, no free text, with the dictionary and what remains risky</source>
        <translation>日期改为研究日，不含自由文本，附数据字典与残余风险说明</translation>
    </message>
</context>
<context>
    <name>KeptDialog</name>
    <message>
        <source>Use the kept key file</source>
        <translation>启用保留的密钥文件</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>KeysPanel</name>
    <message>
        <source>never tried: type it once from the paper, so that it helps when it is needed</source>
        <translation>尚未演练：请对照纸面输入一次，以确保需要时可用</translation>
    </message>
    <message>
        <source>tried on %1</source>
        <translation>演练于 %1</translation>
    </message>
    <message>
        <source>printed on %1, %2</source>
        <translation>打印于 %1，%2</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>Key of the record</source>
        <translation>记录的密钥</translation>
    </message>
    <message>
        <source>number %1</source>
        <translation>第 %1 版</translation>
    </message>
    <message>
        <source>Must unlock once first</source>
        <translation>需先解锁一次</translation>
    </message>
    <message>
        <source>Left since the key was made: %1.</source>
        <translation>密钥生成之后离开的人员：%1。</translation>
    </message>
    <message>
        <source>They can&apos;t unlock any more. A copy of the files they may have made opens with the old key; renew it.</source>
        <translation>他们已不能解锁。但其可能复制的文件可用旧密钥打开，请更换密钥。</translation>
    </message>
    <message>
        <source>Change my passphrase</source>
        <translation>修改我的口令</translation>
    </message>
    <message>
        <source>Try the recovery code</source>
        <translation>演练恢复码</translation>
    </message>
    <message>
        <source>New recovery code</source>
        <translation>新恢复码</translation>
    </message>
    <message>
        <source>Renew the keys</source>
        <translation>更换密钥</translation>
    </message>
    <message>
        <source>Who is at work can go on until the record is locked; after that nobody unlocks with this file.</source>
        <translation>当前在用者在锁定前可继续工作；锁定后，任何人都无法用此文件解锁。</translation>
    </message>
    <message>
        <source>Use the kept key file…</source>
        <translation>启用保留的密钥文件…</translation>
    </message>
</context>
<context>
    <name>LeaveOutDialog</name>
    <message>
        <source>Who has not unlocked yet</source>
        <translation>尚未解锁的人员</translation>
    </message>
    <message>
        <source>These people have to unlock once before the keys can be renewed with them. Whoever is left out can&apos;t unlock any more: their passphrase opens nothing and their signing key is destroyed, for ever. What they entered and signed stays. Give them a new passphrase afterwards, under Users; it certifies a new signing key. To leave nobody out, cancel and let them unlock first.</source>
        <translation>以下人员须先解锁一次，才能一并更换密钥。被排除者将不能再解锁：其口令失效，其签名密钥被永久销毁。其已录入和签名的内容保持不变。之后请在“用户”中为其设置新口令，同时认证新的签名密钥。如不想排除任何人，请取消并让其先解锁。</translation>
    </message>
    <message>
        <source>Leave out and go on</source>
        <translation>排除并继续</translation>
    </message>
</context>
<context>
    <name>LineDialog</name>
    <message>
        <source>How the EDC is reached</source>
        <translation>如何连接中心库</translation>
    </message>
    <message>
        <source>also as soon as a connection appears</source>
        <translation>一有网络连接也立即同步</translation>
    </message>
    <message>
        <source>Address of the EDC</source>
        <translation>EDC 地址</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>代理地址</translation>
    </message>
    <message>
        <source>User at the proxy</source>
        <translation>代理用户名</translation>
    </message>
    <message>
        <source>Password at the proxy</source>
        <translation>代理密码</translation>
    </message>
    <message>
        <source>Syncs</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>as the system has it</source>
        <translation>按系统设置</translation>
    </message>
    <message>
        <source>none</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>指定代理</translation>
    </message>
    <message>
        <source>every %1 minutes</source>
        <translation>每 %1 分钟</translation>
    </message>
    <message>
        <source>only by hand</source>
        <translation>仅手动</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>The file with the study&apos;s certificate authority</source>
        <translation>研究的证书颁发机构文件</translation>
    </message>
    <message>
        <source>Those of the system</source>
        <translation>改用系统证书</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>only the study&apos;s own authority, fingerprint %1</source>
        <translation>仅信任本研究的证书颁发机构，指纹 %1</translation>
    </message>
    <message>
        <source>those that the system trusts</source>
        <translation>系统信任的证书</translation>
    </message>
    <message>
        <source>from now on only those of %1</source>
        <translation>此后仅信任 %1 中的证书</translation>
    </message>
    <message>
        <source>from now on those that the system trusts</source>
        <translation>此后信任系统的证书</translation>
    </message>
    <message>
        <source>one is kept; type to replace it</source>
        <translation>已保存；输入即可替换</translation>
    </message>
</context>
<context>
    <name>OwnPassphraseDialog</name>
    <message>
        <source>Your present passphrase</source>
        <translation>当前口令</translation>
    </message>
    <message>
        <source>Change my passphrase</source>
        <translation>修改我的口令</translation>
    </message>
    <message>
        <source>Your keys stay the same and nothing is encrypted anew. The old passphrase opens nothing afterwards.</source>
        <translation>密钥保持不变，无需重新加密。修改后旧口令不再有效。</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
</context>
<context>
    <name>PlanForm</name>
    <message>
        <source>By itself</source>
        <translation>自动备份</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Every few hours</source>
        <translation>每隔几小时</translation>
    </message>
    <message>
        <source>When locking</source>
        <translation>锁定时</translation>
    </message>
    <message>
        <source>at</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>hours apart</source>
        <translation>小时间隔</translation>
    </message>
    <message>
        <source>Keep the last of</source>
        <translation>各保留最近一份：</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>weeks</source>
        <translation>周</translation>
    </message>
    <message>
        <source>months</source>
        <translation>个月</translation>
    </message>
    <message>
        <source>Save the plan</source>
        <translation>保存计划</translation>
    </message>
</context>
<context>
    <name>ReferencePanel</name>
    <message>
        <source>Import a table…</source>
        <translation>导入参考区间表…</translation>
    </message>
    <message>
        <source>A CSV file; its effect is shown first</source>
        <translation>CSV 文件；启用前先显示其影响</translation>
    </message>
    <message>
        <source>Save an empty table…</source>
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
    <name>RemoveDialog</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>%1 can no longer unlock this record nor sign in it. Everything %1 entered and signed stays as it is. Whoever may have copied files of this workstation still has the old key: renew the keys afterwards.</source>
        <translation>%1 将不能再解锁本记录，也不能在其中签名。%1 已录入和签名的内容保持不变。如其可能复制过本工作站的文件，则仍持有旧密钥：请随后更换密钥。</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>ResetDialog</name>
    <message>
        <source>%1 types the new passphrase. Nobody can bring the old signing key back: a new one is certified by you, and the record says from when the old one no longer signs. What was signed before stands.</source>
        <translation>由 %1 本人输入新口令。原签名密钥无人能恢复：将由您认证新的签名密钥，记录会注明原密钥自何时起停用。此前的签名仍然有效。</translation>
    </message>
    <message>
        <source>New passphrase for %1</source>
        <translation>为 %1 设置新口令</translation>
    </message>
    <message>
        <source>Set and certify</source>
        <translation>设置并认证</translation>
    </message>
</context>
<context>
    <name>RunningRow</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
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
        <source>Adopting…</source>
        <translation>正在启用…</translation>
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
        <translation>此密钥可打开本中心患儿的姓名。新工作站从另一台工作站或从此单取得。请锁存于本中心，切勿发送。</translation>
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
        <source>Records</source>
        <translation>资料保存</translation>
    </message>
    <message>
        <source>Look at another definition…</source>
        <translation>查看另一研究定义…</translation>
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
        <source>Adopting…</source>
        <translation>正在启用…</translation>
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
    <name>TryCodeDialog</name>
    <message>
        <source>Recovery code from the paper</source>
        <translation>纸面上的恢复码</translation>
    </message>
    <message>
        <source>Try the recovery code</source>
        <translation>演练恢复码</translation>
    </message>
    <message>
        <source>Shows that the paper in the safe still opens this record. Nothing is changed; the drill is noted.</source>
        <translation>验证保险柜中的恢复码仍能打开本记录。不作任何更改，演练将记入日志。</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>演练</translation>
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
        <source>Adding…</source>
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
        <source>New passphrase</source>
        <translation>新口令</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
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
