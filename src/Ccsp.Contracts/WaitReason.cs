using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Why a scheduled task waits for a time.</summary>
[JsonConverter(typeof(EnumNameConverter<WaitReason>))]
public enum WaitReason
{
    /// <summary>The submitter set a start time.</summary>
    User,

    /// <summary>A schedule created it.</summary>
    Cron,

    /// <summary>Back-off before another attempt.</summary>
    Retry,

    /// <summary>The provider's limit is exhausted until it resets.</summary>
    Limit,

    /// <summary>The profile's login was lost.</summary>
    Session,

    /// <summary>Somebody postponed it.</summary>
    Snooze,
}
