; The installer of Smart Kampung for Windows: for one user, without an
; administrator. VERSION, FILES (folder with what is installed), SIZE (kB) and
; OUT come from scripts/dist-windows.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetDateSave off
!include MUI2.nsh

!define NAME "Smart Kampung"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\SmartKampung"
!define CLASSES "Software\Classes"

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Smart Kampung"
ManifestDPIAware true
ManifestSupportedOS all
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1057 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1057 "FileDescription" "Pemasang ${NAME}"
VIAddVersionKey /LANG=1057 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1057 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1057 "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEPAGE_TITLE "Memasang Smart Kampung ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Smart Kampung dipasang untuk Anda saja, tanpa kata sandi administrator.$\r$\n$\r$\nKalau Smart Kampung sudah terpasang, programnya diperbarui dan data kantor tidak disentuh.$\r$\n$\r$\nTutup dulu Smart Kampung kalau sedang terbuka, lalu tekan Pasang."
!define MUI_FINISHPAGE_RUN "$INSTDIR\SmartKampung.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Buka Smart Kampung sekarang"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Program dihapus dari komputer ini. Data kantor tidak ikut terhapus dan tetap ada di $LOCALAPPDATA\SmartKampung."
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Indonesian"

; A running program cannot be replaced: its file cannot be opened for writing.
!macro MustBeClosed
  ${If} ${FileExists} "$INSTDIR\SmartKampung.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\SmartKampung.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "Smart Kampung masih terbuka. Tutup dulu jendelanya, lalu jalankan lagi. Tidak ada yang berubah." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro Associate EXT CLASS WORDS
  WriteRegStr HKCU "${CLASSES}\${EXT}" "" "${CLASS}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}" "" "${WORDS}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\DefaultIcon" "" "$INSTDIR\SmartKampung.exe,0"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\open\command" "" '"$INSTDIR\SmartKampung.exe" "%1"'
!macroend

; What another program made of the ending since then stays.
!macro Part EXT CLASS
  ReadRegStr $0 HKCU "${CLASSES}\${EXT}" ""
  ${If} $0 == "${CLASS}"
    DeleteRegValue HKCU "${CLASSES}\${EXT}" ""
    DeleteRegKey /ifempty HKCU "${CLASSES}\${EXT}"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${CLASS}"
!macroend

!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Section "Smart Kampung"
  SetShellVarContext current
  !insertmacro MustBeClosed
  SetOutPath "$INSTDIR"
  File "${FILES}/SmartKampung.exe"
  File "${FILES}/smartkampung.com"
  File "${FILES}/Perintah.cmd"
  File "${FILES}/LICENSE.txt"
  WriteUninstaller "$INSTDIR\Hapus.exe"
  CreateDirectory "$SMPROGRAMS\Smart Kampung"
  CreateShortcut "$SMPROGRAMS\Smart Kampung\Smart Kampung.lnk" "$INSTDIR\SmartKampung.exe"
  CreateShortcut "$SMPROGRAMS\Smart Kampung\Perintah Smart Kampung.lnk" "$INSTDIR\Perintah.cmd" "" "$INSTDIR\SmartKampung.exe"
  !insertmacro Associate ".skb" "SmartKampung.Bundel" "Bundel Smart Kampung"
  !insertmacro Associate ".skr" "SmartKampung.TandaTerima" "Tanda terima Smart Kampung"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\SmartKampung.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\Hapus.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\Hapus.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  !insertmacro TellExplorer
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  !insertmacro MustBeClosed
  Delete "$INSTDIR\SmartKampung.exe"
  Delete "$INSTDIR\smartkampung.com"
  Delete "$INSTDIR\Perintah.cmd"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\Hapus.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Smart Kampung\Smart Kampung.lnk"
  Delete "$SMPROGRAMS\Smart Kampung\Perintah Smart Kampung.lnk"
  RMDir "$SMPROGRAMS\Smart Kampung"
  ; How the window looked, which the toolkit keeps; no data of the office.
  RMDir /r "$APPDATA\fyne\id.smartkampung.desk"
  RMDir "$APPDATA\fyne"
  !insertmacro Part ".skb" "SmartKampung.Bundel"
  !insertmacro Part ".skr" "SmartKampung.TandaTerima"
  DeleteRegKey HKCU "${KEY}"
  !insertmacro TellExplorer
SectionEnd
