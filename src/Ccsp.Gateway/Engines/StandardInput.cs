using System.Buffers;
using System.Text;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// The content of stdin: included files, then the prompt; without files the prompt alone, unchanged. Files are included as content, not as
/// <c>@path</c> mentions: those are CLI syntax, resolved by rules that vary between versions, and break on file names with spaces or
/// quotes.
/// </summary>
internal static class StandardInput
{
    /// <summary>Sent when a run continues the conversation of an earlier run of the same task.</summary>
    public const string Continuation = "Continue from where you left off.";

    public static ReadOnlyMemory<byte> Of(EngineRequest request)
    {
        if (request.Spec.Stdin is { } bytes)
            return bytes;
        if (request.Start == ConversationStart.Continue)
            return Encoding.UTF8.GetBytes(Continuation);
        var prompt = Encoding.UTF8.GetBytes(request.Spec.Prompt ?? "");
        return request.IncludedFiles.Count == 0 ? prompt : WithFiles(request.IncludedFiles, prompt);
    }

    private static ReadOnlyMemory<byte> WithFiles(IReadOnlyList<IncludedFile> files, byte[] prompt)
    {
        var all = new ArrayBufferWriter<byte>(prompt.Length + files.Sum(file => file.Content.Length + 64));
        foreach (var file in files)
        {
            Write(all, $"<file path=\"{file.Path.Replace("\"", "&quot;", StringComparison.Ordinal)}\">\n");
            all.Write(file.Content.Span);
            Write(all, "\n</file>\n\n");
        }

        all.Write(prompt);
        return all.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> all, string text) => all.Write(Encoding.UTF8.GetBytes(text));
}
