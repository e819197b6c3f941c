namespace Ccsp.ApiStub;

/// <summary>All given conditions must hold; none given matches everything.</summary>
internal sealed record Match
{
    /// <summary>Substring of the last user prompt (reminders the CLI adds are not part of it).</summary>
    public string? Prompt { get; set; }

    /// <summary>Substring of the API key or bearer token.</summary>
    public string? Key { get; set; }

    /// <summary>Substring of the model name.</summary>
    public string? Model { get; set; }

    /// <summary>Only the n-th messages request since the scenario was set, counted from 1.</summary>
    public int? Request { get; set; }
}
