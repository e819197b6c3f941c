using System.Text.Json;
using Ccsp.Cli.Terminal;
using Ccsp.Gateway.Processes;

namespace Ccsp.Cli.Submitting;

/// <summary>Values that may be in files of the caller.</summary>
internal static class ValueFiles
{
    /// <summary>A text or the content of a file; giving both is refused.</summary>
    public static string? TextOrFile(string option, string? text, string? file, Shell shell)
    {
        if (text is not null && file is not null)
            throw CliFailure.Usage($"{option} and {option}-file exclude each other");
        return file is null ? text : Read(option + "-file", file, shell);
    }

    /// <summary>A JSON object, or the name of a file that contains one.</summary>
    public static JsonElement? Json(string option, string? given, Shell shell)
    {
        if (given is null)
            return null;
        var isInline = given.TrimStart().StartsWith('{');
        try
        {
            using var document = JsonDocument.Parse(isInline ? given : Read(option, given, shell));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw CliFailure.Usage($"{option}: {Named(given, isInline)} is no JSON object");
        }
        catch (JsonException ex)
        {
            throw CliFailure.Usage(
                $"{option}: {Named(given, isInline)} is no JSON (line {ex.LineNumber + 1}, byte {ex.BytePositionInLine + 1})");
        }
    }

    private static string Named(string given, bool isInline) => isInline ? "what is given" : $"'{PlainText.OneLine(given, 100)}'";

    private static string Read(string option, string file, Shell shell)
    {
        try
        {
            return File.ReadAllText(shell.Absolute(file));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliFailure.Usage(
                $"{option}: '{PlainText.OneLine(file, 100)}' cannot be read: {FileProblem.Of(ex, shell.Absolute(file))}");
        }
    }
}
