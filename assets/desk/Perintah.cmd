@echo off
rem Jendela perintah Smart Kampung. Ketik: smartkampung help
cd /d "%~dp0"
title Perintah Smart Kampung
chcp 65001 >nul
echo Perintah Smart Kampung. Contoh:
echo     smartkampung request list
echo     smartkampung help
echo.
cmd /k
