# Try the Windows installer as a person would. Not yet run on that system.
$ErrorActionPreference = "Stop"
$setup = Get-ChildItem "$PSScriptRoot\..\..\build\composer-*-setup.exe" | Sort-Object LastWriteTime | Select-Object -Last 1
$folder = Join-Path $env:TEMP "composer-check"

Start-Process $setup.FullName -Wait -ArgumentList "/VERYSILENT", "/CURRENTUSER", "/DIR=$folder"
& "$folder\composer.exe" --version
$built = & "$PSScriptRoot\..\..\build\program\composer\composer.exe" about --json | ConvertFrom-Json
$installed = & "$folder\composer.exe" about --json | ConvertFrom-Json
if ($built.source -ne $installed.source) { throw "another source fingerprint was installed" }

& "$folder\composer.exe" --selftest
if ($LASTEXITCODE -ne 0) { throw "the self-test stopped" }

$kind = (Get-ItemProperty "HKCU:\Software\Classes\.proof").'(default)'
if ($kind -ne "Composer.Proof") { throw "a .proof opens with $kind" }

$window = Start-Process "$folder\composer-window.exe" -PassThru
Start-Sleep -Seconds 5
$again = Start-Process $setup.FullName -Wait -PassThru -ArgumentList "/VERYSILENT", "/SUPPRESSMSGBOXES", "/CURRENTUSER", "/DIR=$folder"
if ($again.ExitCode -eq 0) { throw "it was exchanged while it ran" }
Stop-Process -Id $window.Id

Start-Process "$folder\unins000.exe" -Wait -ArgumentList "/VERYSILENT"
if (Test-Path "$folder\composer.exe") { throw "it was left behind" }
Write-Output "ok"
