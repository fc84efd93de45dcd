"""Microsoft Graph behind the ports: diaries, the service mailbox, the directory. Nothing is imported here, on
purpose: msal and msgraph take half a second, and only commands that speak to Graph should pay it."""
