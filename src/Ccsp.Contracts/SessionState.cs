using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The login state of a profile.</summary>
[JsonConverter(typeof(EnumNameConverter<SessionState>))]
public enum SessionState
{
    /// <summary>Nothing is known yet.</summary>
    Unknown,

    /// <summary>A run or a check showed that it is logged in.</summary>
    Valid,

    /// <summary>It is logged in, but the login expires soon.</summary>
    Expiring,

    /// <summary>It is not logged in, or its provider blocks it for another reason that needs a person; its tasks wait.</summary>
    Lost,

    /// <summary>It was lost and is being tested: one run at a time, until one succeeds.</summary>
    Verifying,
}
