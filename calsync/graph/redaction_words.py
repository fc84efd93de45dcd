"""What of Microsoft's replies may be shown as it stands: an allow-list, with nothing in it that a person wrote."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names of properties, as Microsoft's pages write them ("event resource type", "user resource type", and so on).
KEYS = _words(
    """
    @odata.context @odata.count @odata.etag @odata.id @odata.nextLink @odata.type @odata.deltaLink value responses id
    status headers body error code message innerError innererror request-id client-request-id date details target
    accountEnabled businessPhones companyName department displayName employeeId givenName jobTitle mail mailNickname
    mobilePhone officeLocation preferredLanguage surname usageLocation userPrincipalName userType manager members
    description groupTypes mailEnabled securityEnabled
    address allowNewTimeProposals attendees bodyPreview categories changeKey city content contentType coordinates
    countryOrRegion createdDateTime dateTime emailAddress end hasAttachments hideAttendees iCalUId importance isAllDay
    isCancelled isDraft isOnlineMeeting isOrganizer isReminderOn lastModifiedDateTime latitude location locationType
    locationUri locations longitude name occurrenceId onlineMeeting onlineMeetingProvider onlineMeetingUrl organizer
    originalEndTimeZone originalStart originalStartTimeZone pattern postalCode range recurrence
    reminderMinutesBeforeStart response responseRequested responseStatus sensitivity seriesMasterId showAs start state
    street subject time timeZone transactionId type uid uniqueId uniqueIdType webLink daysOfWeek interval endDate
    startDate firstDayOfWeek month dayOfMonth index numberOfOccurrences recurrenceTimeZone
    archiveFolder automaticRepliesSetting dateFormat delegateMeetingMessageDeliveryOptions endTime externalAudience
    externalReplyMessage internalReplyMessage language locale scheduledEndDateTime scheduledStartDateTime startTime
    timeFormat userPurpose userPurposeV2 workingHours
    bccRecipients ccRecipients conversationId conversationIndex flag flagStatus from inferenceClassification
    internetMessageId isDeliveryReceiptRequested isRead isReadReceiptRequested parentFolderId receivedDateTime replyTo
    sender sentDateTime toRecipients completedDateTime dueDateTime startDateTime endDateTime
    """
)

_ANSWERS = frozenset({"none", "organizer", "tentativelyAccepted", "accepted", "declined", "notResponded"})
# What stands under a key of this name is one of a few words of Microsoft's, and of no use hidden.
VALUES: dict[str, frozenset[str]] = {
    "@odata.type": frozenset({"#microsoft.graph.user", "#microsoft.graph.group", "#microsoft.graph.orgContact"}),
    "contentType": frozenset({"text", "html"}),
    "externalAudience": frozenset({"none", "contactsOnly", "all"}),
    "flagStatus": frozenset({"notFlagged", "complete", "flagged"}),
    "id": frozenset({"1", "2", "3", "4"}),  # the numbers of the requests in a batch
    "importance": frozenset({"low", "normal", "high"}),
    "inferenceClassification": frozenset({"focused", "other"}),
    "locationType": frozenset(
        {"default", "conferenceRoom", "homeAddress", "businessAddress", "geoCoordinates", "streetAddress", "hotel"}
        | {"restaurant", "localBusiness", "postalAddress"}
    ),
    "onlineMeetingProvider": frozenset({"unknown", "teamsForBusiness", "skypeForBusiness", "skypeForConsumer"}),
    "response": _ANSWERS,
    "sensitivity": frozenset({"normal", "personal", "private", "confidential"}),
    "showAs": frozenset({"unknown", "free", "tentative", "busy", "oof", "workingElsewhere"}),
    "status": frozenset({"disabled", "alwaysEnabled", "scheduled"}),
    "type": frozenset(
        {"singleInstance", "occurrence", "exception", "seriesMaster", "required", "optional", "resource"}
        | {"daily", "weekly", "absoluteMonthly", "relativeMonthly", "endDate", "noEnd", "numbered"}
    ),
    "uniqueIdType": frozenset({"unknown", "locationStore", "directory", "private", "bing"}),
    "userPurpose": frozenset({"user", "linked", "shared", "room", "equipment", "others", "unknownFutureValue"}),
}
NUMBERS = frozenset({"status", "@odata.count", "reminderMinutesBeforeStart", "interval", "numberOfOccurrences"})
"""The keys whose numbers are shown."""
ZONE_KEYS = frozenset(
    {"timeZone", "originalStartTimeZone", "originalEndTimeZone", "recurrenceTimeZone", "name", "outlook.timezone"}
)
ZONES_BESIDE = frozenset(
    {"UTC", "Customized Time Zone", "tzone://Microsoft/Custom", "tzone://Microsoft/Utc", "Coordinated Universal Time"}
)
"""Names of zones that neither Windows' nor IANA's list has."""
ID_STARTS = frozenset({"AAMk", "AAkA", "AQMk", "AQkA", "AAQk", "AQQk"})
"""How ids of Exchange begin; the form is told by it."""

# Parts of a path, and options of a query, in links to the next page.
PATH_WORDS = _words(
    "v1.0 users groups calendarView calendar calendars events messages mailFolders inbox manager mailboxSettings "
    "transitiveMembers microsoft.graph.user"
)
QUERY_WORDS = _words("startdatetime enddatetime $select $top $skip $skiptoken $filter $orderby $count")

# The words of which Microsoft's codes and sentences of refusal are made; any other is replaced. Words that are also
# ordinary first names or surnames are left out on purpose.
WORDS = _words(
    """
    a about above access account action active add address after again all allow allowed allows already also an
    and another any app applicable application applied archive are argument array as assertion assigned
    assignment associated at attempt attempted authenticated authentication authorization available backend bad
    be because been before being belong belongs below binding body broker but by cache calendar calls can cannot
    change changed changes check clause client cloud code collection complete completed complex concurrency
    conditional configuration conflict connection consent contact contain contains content context continue
    correlation corrupt corrupted could count create created credential credentials current data date decode
    default delegated delete deleted denied denies deny dependency details device did directory disabled does
    domain draft duplicate duration during each either empty enabled encoded end enddatetime enough entity error
    evaluate event events exceed exceeded exceeds exchange execute executed execution exist existing exists
    expand expected expired expression external failed failure feature field fields filter find flow folder
    folders following for forbidden format found free from function gateway generic given granted graph group
    guest handle has have header headers hosted id identifier identifiers identity ids if immutable in inactive
    included incoming inefficient instance instances insufficient internal interval invalid irresolvable is isn
    issue issued it item items its json key lacks large last later least length licence license licensed
    lifetime limit limited limits list load local locked long longer lookup mailbox mailboxes malformed many
    match matches maximum may me member members message messages method microsoft minimum missing mode model
    more move moved must name named navigation needed nested network next no not null number object objects
    occurred odata of off office on one only open opened operation operator option options or order organization
    out outside over own owner page pages parameter parameters parent parse parsing part path payload per
    performed permission permissions policy pool position post preference premise premises present primary
    principal private privilege privileges process processed processing properties property protocol provided
    queried query quickly quota range rate re reached read reading reason received recipient recipients
    recurrence recurring reference referenced refused region rejected request requested requests require
    required requires resolve resolved resource resources response restore restriction resync retry return
    returned role roles root running same scope scopes search seconds section see segment select selected send
    sent series server service session sessions set shared should single size skip snapshot soft some sort
    source span specified start startdatetime started state status still store string subscription successfully
    supplied support supported sync syntax system target task temporarily tenant than that the their then there
    these this threshold throttled throttling time timed timeout to token too top transient try type types
    unable unauthorized unavailable under unexpected unexpectedly unhandled unique unknown unlicensed
    unsupported until update updated upper uri url use used user users using valid validation value values
    verify version very via view violates was we were when where whether which while who window with within
    without write wrong you your
    Access An Application Authentication Calendar Check CompactToken Could Either Error Exchange For IANA Id
    InvalidAudience JWT Mailbox Microsoft MicrosoftGraph OAuth OData REST RESTAPI Request Resource The There
    This Top TopLimit URI URL UTC createdDateTime dateTime displayName endDateTime lastModifiedDateTime
    startDateTime
    """
)
SHOWN_NUMBERS = _words("0 1 2 3 4 5 8 10 20 50 100 250 400 401 403 404 429 500 503 504 999 1000 1001 1825")
"""Numbers in sentences that are limits, statuses or what was asked; others may be a house's or a telephone's."""

_SUBJECTS = (
    "Application AppRoleAssignment Calendars Contacts Device DeviceManagementManagedDevices Directory Domain Files "
    "Group GroupMember Mail MailboxFolder MailboxItem MailboxSettings OnlineMeetings Organization OrgContact People "
    "Place Policy Presence Reports RoleManagement Schedule Sites TeamMember TeamsActivity User AuditLog"
)
_ACTS = "Read Read.All ReadBasic ReadBasic.All ReadWrite ReadWrite.All Send Send.All Read.Shared ReadWrite.Shared"
PERMISSIONS = frozenset(f"{subject}.{act}" for subject in _SUBJECTS.split() for act in _ACTS.split()) | {
    "full_access_as_app",
    "IMAP.AccessAsApp",
    "SMTP.SendAsApp",
}
"""Names of Microsoft's application permissions."""
