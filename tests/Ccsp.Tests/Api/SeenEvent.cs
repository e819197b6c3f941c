using System.Text.Json;

namespace Ccsp.Tests.Api;

/// <param name="Id">The stream's position.</param>
/// <param name="Type">Of the event.</param>
/// <param name="Data">The envelope as it came.</param>
internal sealed record SeenEvent(string Id, string Type, string Data)
{
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    /// <summary>Line of output, or the name of the state event; enough to compare orders.</summary>
    public string Short =>
        Type == "task.output" ? $"{Json.GetProperty("data").GetProperty("run")}:{Json.GetProperty("data").GetProperty("line")}" : Type;
}
