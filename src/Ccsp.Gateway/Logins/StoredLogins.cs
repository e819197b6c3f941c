using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Logins;

/// <param name="Cursor">The number of the last event that was looked at.</param>
internal sealed record StoredLogins(IReadOnlyList<LoginState> Items, long Cursor)
{
    /// <summary>Another one after each change.</summary>
    [JsonIgnore]
    public long Version { get; init; }
}
