using System.Text;
using System.Text.Json;

namespace Ccsp.FakeAgent;

/// <summary>What is to be played: a species and its options.</summary>
internal sealed class Scenario
{
    private readonly JsonElement _options;

    private Scenario(string scenario, JsonElement options, string[] arguments, byte[]? prompt)
    {
        (Name, _options, Arguments, Prompt) = (scenario, options, arguments, prompt);
    }

    public string Name { get; }

    public string[] Arguments { get; }

    /// <summary>Stdin, if it was read to find the scenario.</summary>
    public byte[]? Prompt { get; }

    public static Scenario Read(string[] arguments)
    {
        if (Argument(arguments, "--scenario") is { } given) return Parse(Encoding.UTF8.GetBytes(given), arguments, prompt: null);
        using var stdin = Console.OpenStandardInput();
        using var prompt = new MemoryStream();
        stdin.CopyTo(prompt);
        var bytes = prompt.ToArray();
        return bytes.AsSpan().IndexOf("\"species\""u8) >= 0 && bytes[0] == '{'
            ? Parse(bytes, arguments, bytes)
            : new Scenario("claude", default, arguments, bytes);
    }

    public long Number(string name, long otherwise) =>
        _options.ValueKind == JsonValueKind.Object && _options.TryGetProperty(name, out var value) ? value.GetInt64() : otherwise;

    public string Text(string name, string otherwise) =>
        _options.ValueKind == JsonValueKind.Object && _options.TryGetProperty(name, out var value) ? value.GetString()! : otherwise;

    public bool Has(string name) => _options.ValueKind == JsonValueKind.Object && _options.TryGetProperty(name, out _);

    /// <returns>The value of "--name value" or "--name=value".</returns>
    public static string? Argument(string[] arguments, string name)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] == name && index + 1 < arguments.Length) return arguments[index + 1];
            if (arguments[index].StartsWith(name + "=", StringComparison.Ordinal)) return arguments[index][(name.Length + 1)..];
        }
        return null;
    }

    private static Scenario Parse(byte[] json, string[] arguments, byte[]? prompt)
    {
        var options = JsonDocument.Parse(json).RootElement;
        return new Scenario(options.GetProperty("species").GetString()!, options, arguments, prompt);
    }
}
