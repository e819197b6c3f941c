using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Why a scheduled task waits for a time.</summary>
[JsonConverter(typeof(WordConverter<WaitReason>))]
public enum WaitReason
{
    /// <summary>The submitter named a start time.</summary>
    User,

    /// <summary>A schedule made it.</summary>
    Cron,

    /// <summary>Back-off after a run that may succeed next time.</summary>
    Retry,

    /// <summary>The provider's limit is exhausted until a reset.</summary>
    Limit,

    /// <summary>The profile's login was lost.</summary>
    Session,

    /// <summary>Someone put it off.</summary>
    Snooze,
}
