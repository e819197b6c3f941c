using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ccsp.Contracts;

namespace Ccsp.Cli.Terminal;

/// <summary><c>--json</c>: prints the answer as JSON on stdout.</summary>
internal static class JsonOutput
{
    public static Option<bool> Option { get; } = new("--json") { Description = "Print JSON" };

    /// <summary>Indented, for people and programs alike.</summary>
    public static CcspJson Readable { get; } = new(new JsonSerializerOptions(CcspJson.Wire.Options) { WriteIndented = true });

    public static int Write<T>(Shell shell, T value, JsonTypeInfo<T> type)
    {
        shell.Out.WriteLine(JsonSerializer.Serialize(value, type));
        return ExitCodes.Done;
    }
}
