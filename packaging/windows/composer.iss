; Inno Setup: the installer for Windows, made of the one-folder build.
; Not yet run on that system: it was written beside the Debian package, and no Windows was at hand.
;
;   python dev.py package
;   iscc packaging\windows\composer.iss          writes build\composer-0.1.0-setup.exe
;   packaging\windows\check.ps1                  installs it for one person, tries it, removes it

#define Version "0.1.0"
#define Source "..\..\build\program\composer"

[Setup]
AppId={{5B0B3E57-6C0E-4C0B-9C39-2D7C1C1F0C10}
AppName=Composer
AppVersion={#Version}
AppPublisher=Composer
LicenseFile=..\..\LICENSE
DefaultDirName={autopf}\Composer
DefaultGroupName=Composer
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputDir=..\..\build
OutputBaseFilename=composer-{#Version}-setup
SetupIconFile=..\..\build\icons\composer.ico
UninstallDisplayIcon={app}\composer-window.exe
Compression=lzma2
SolidCompression=yes
ChangesAssociations=yes
; A program that is exchanged under a send would send with two programs at once. Nothing is closed
; by force: files that are in use stop the installation, and it says which.
CloseApplications=no
RestartApplications=no

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "ar"; MessagesFile: "compiler:Languages\Arabic.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "ja"; MessagesFile: "compiler:Languages\Japanese.isl"

[InstallDelete]
; What an older version had and this one has not must not stay beside it: the folder is the program.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{group}\Composer"; Filename: "{app}\composer-window.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.proof"; ValueType: string; ValueData: "Composer.Proof"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Composer.Proof"; ValueType: string; ValueData: "Version to review"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Composer.Proof\shell\open\command"; ValueType: string; ValueData: """{app}\composer-window.exe"" --open ""%1"""
Root: HKA; Subkey: "Software\Classes\.approval"; ValueType: string; ValueData: "Composer.Approval"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Composer.Approval"; ValueType: string; ValueData: "Signed decision on a version"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Composer.Approval\shell\open\command"; ValueType: string; ValueData: """{app}\composer-window.exe"" --open ""%1"""

[Code]
{ A process that runs the program keeps its file from being written: that is asked before anything
  is deleted, so that a refused installation leaves the old program whole. }
function IsInUse(const Name: string): Boolean;
var
  Held: TFileStream;
begin
  Result := False;
  if FileExists(Name) then
    try
      Held := TFileStream.Create(Name, fmOpenReadWrite or fmShareExclusive);
      Held.Free;
    except
      Result := True;
    end;
end;

function PrepareToInstall(var NeedsRestart: Boolean): string;
begin
  Result := '';
  if IsInUse(ExpandConstant('{app}\composer.exe')) or IsInUse(ExpandConstant('{app}\composer-window.exe')) then
    Result := 'Composer is running. Close its windows and let its sends come to their end, then install again.';
end;
