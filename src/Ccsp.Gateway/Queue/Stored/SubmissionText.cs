using System.Text;
using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Stored;

/// <summary>A submission as it is stored.</summary>
/// <param name="Json">Without the members that are too large; of a large prompt it has the beginning.</param>
/// <param name="Payload">All of it, when something was left out.</param>
internal readonly record struct SubmissionText(byte[] Json, byte[]? Payload)
{
    /// <summary>UTF-8 bytes of a prompt from which on it stands beside the ordinary rows.</summary>
    private const int Large = 64 * 1024;

    /// <summary>Characters of such a prompt that stay in the row, for lists.</summary>
    public const int Beginning = 256;

    public static bool HasPayload(TaskSubmission spec) => IsLarge(spec.Prompt) || IsLarge(spec.Stdin);

    public static SubmissionText Of(TaskSubmission spec)
    {
        var slim = spec;
        if (IsLarge(spec.Prompt))
            slim = slim with { Prompt = ListedTexts.Cut(spec.Prompt, Beginning) };
        if (IsLarge(spec.Stdin))
            slim = slim with { Stdin = null };
        return ReferenceEquals(slim, spec) ? new SubmissionText(Write(spec), null) : new SubmissionText(Write(slim), Write(spec));
    }

    public static TaskSubmission Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, StoreJson.Default.TaskSubmission)!;

    private static bool IsLarge(string? text) => text is not null && text.Length * 3L > Large && Encoding.UTF8.GetByteCount(text) > Large;

    private static bool IsLarge(byte[]? bytes) => bytes?.Length > Large;

    private static byte[] Write(TaskSubmission spec) => JsonSerializer.SerializeToUtf8Bytes(spec, StoreJson.Default.TaskSubmission);
}
