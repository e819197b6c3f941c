using System.Text.Json;

namespace Ccsp.ApiStub;

internal sealed record ToolCall(string Name, JsonElement Input);
