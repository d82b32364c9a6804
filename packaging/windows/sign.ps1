# Signs every program and library of a built folder, then lists what carries no signature. Not tried: see docs/packaging.md.
# packaging\windows\sign.ps1 -Folder dist\cartella -Thumbprint <certificate> -Timestamp <RFC 3161 address>
param(
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Thumbprint,
    [Parameter(Mandatory)] [string] $Timestamp
)
$ErrorActionPreference = "Stop"
$files = Get-ChildItem $Folder -Recurse -Include *.exe, *.dll, *.pyd
# Somebody else's valid signature stays: Python, Qt and Microsoft sign their own.
$unsigned = $files | Where-Object { (Get-AuthenticodeSignature $_).Status -ne "Valid" }
foreach ($file in $unsigned) {
    & signtool sign /sha1 $Thumbprint /fd SHA256 /tr $Timestamp /td SHA256 $file.FullName
    if ($LASTEXITCODE) { throw "$file could not be signed" }
}
$left = $files | Where-Object { (Get-AuthenticodeSignature $_).Status -ne "Valid" }
if ($left) { throw "without a valid signature: $left" }
