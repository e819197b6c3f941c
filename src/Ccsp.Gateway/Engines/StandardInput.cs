using System.Buffers;
using System.Text;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// The bytes of stdin. Without included files they are the prompt and nothing else. Included files stand before it as their
/// content, not as <c>@path</c> mentions: a mention is the CLI's own syntax, is resolved by rules that change between versions, and
/// would let a file name that holds spaces or quotes turn into something else.
/// </summary>
internal static class StandardInput
{
    /// <summary>Sent when a run goes on with the conversation of an earlier run of the same task.</summary>
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
