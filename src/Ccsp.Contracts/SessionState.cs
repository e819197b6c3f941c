using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Whether a profile is logged in.</summary>
[JsonConverter(typeof(WordConverter<SessionState>))]
public enum SessionState
{
    /// <summary>Nothing was heard of it yet.</summary>
    Unknown,

    /// <summary>A run or a check says that it is.</summary>
    Valid,

    /// <summary>It is, and its login expires soon.</summary>
    Expiring,

    /// <summary>It is not, or its provider holds it for another reason a person must see to; its tasks wait.</summary>
    Lost,

    /// <summary>It was lost and is tried again: one run at a time, until one ends well.</summary>
    Verifying,
}
