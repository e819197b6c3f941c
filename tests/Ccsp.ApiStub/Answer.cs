namespace Ccsp.ApiStub;

/// <summary>How to answer one request. Without any field: an empty text.</summary>
internal sealed record Answer
{
    /// <summary>The text; <c>{prompt}</c> becomes the first 200 characters of the prompt.</summary>
    public string? Text { get; set; }

    /// <summary>The text in pieces, each sent as one delta.</summary>
    public IReadOnlyList<string>? Deltas { get; set; }

    /// <summary>Sends the whole list of deltas this many times.</summary>
    public int Repeat { get; set; } = 1;

    public int DeltaDelayMs { get; set; }

    /// <summary>A tool call at the end of the message (stop reason <c>tool_use</c>).</summary>
    public ToolCall? Tool { get; set; }

    /// <summary>Wait before the first byte.</summary>
    public int DelayMs { get; set; }

    /// <summary>An HTTP status other than 200 makes this an error answer with <see cref="ErrorType"/> and <see cref="Message"/>.</summary>
    public int Status { get; set; } = 200;

    public string ErrorType { get; set; } = "api_error";

    public string Message { get; set; } = "stub error";

    /// <summary>Response headers; a value like <c>+3600</c> becomes the epoch second that many seconds from now.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>
    /// Ends the stream early: <c>cut</c> (connection reset), <c>hang</c> (silence for ever), <c>error</c> (an SSE error event).
    /// </summary>
    public BreakKind? Break { get; set; }

    /// <summary>
    /// How many deltas are sent before <see cref="Break"/>; -1 = before the response headers, more than there are = after the whole text.
    /// </summary>
    public int BreakAfter { get; set; }

    public Usage Usage { get; set; } = new();

    public string? StopReason { get; set; }

    public string? ResponseModel { get; set; }
}
