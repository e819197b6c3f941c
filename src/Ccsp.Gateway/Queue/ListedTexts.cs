namespace Ccsp.Gateway.Queue;

/// <summary>Which texts of a task come with a list: a page of a thousand tasks must not hold a gigabyte of answers.</summary>
internal static class ListedTexts
{
    /// <summary>As much of a record as a filter asks for.</summary>
    /// <param name="record">Its texts may be cut already, if they are still longer than what is asked for.</param>
    public static TaskRecord Of(TaskRecord record, TaskFilter filter)
    {
        if (filter.TextCharacters is not { } most)
            return record;
        List<string> shortened = [];
        // A prompt is required; rows of earlier versions have nothing of one that was too large for them.
        if (record.Spec is { Prompt: null, Arguments: null } || record.Spec.Prompt?.Length > most)
            shortened.Add("prompt");
        if (record.Result?.Length > most)
            shortened.Add("result");
        if (record.StructuredResult?.GetRawText().Length > most)
            shortened.Add("structuredResult");
        if (shortened.Count == 0)
            return record;
        return record with
        {
            Spec = record.Spec.Prompt?.Length > most ? record.Spec with { Prompt = Cut(record.Spec.Prompt, most) } : record.Spec,
            Result = Cut(record.Result, most),
            StructuredResult = shortened.Contains("structuredResult") ? null : record.StructuredResult,
            Shortened = shortened,
        };
    }

    /// <summary>The first characters, without half of a pair at the end.</summary>
    public static string? Cut(string? text, int most)
    {
        if (text is null || text.Length <= most)
            return text;
        return most > 0 && char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
    }
}
