using System.Text;

namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>Texts with <c>{field}</c> placeholders. A missing field is empty; values are never expanded again. Pure.</summary>
internal static class Template
{
    public const int TitleLength = 200;

    public const int BodyLength = 8_000;

    public static string Fill(string template, IReadOnlyDictionary<string, string> fields)
    {
        var text = new StringBuilder(template.Length);
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
                break;
            text.Append(template, at, open - at).Append(fields.GetValueOrDefault(template[(open + 1)..close]));
            at = close + 1;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }

    /// <summary>The fields it names.</summary>
    public static IEnumerable<string> Placeholders(string template)
    {
        for (var open = template.IndexOf('{'); open >= 0;)
        {
            var close = template.IndexOf('}', open);
            if (close < 0)
                yield break;
            yield return template[(open + 1)..close];
            open = template.IndexOf('{', close);
        }
    }

    /// <summary>Fills line by line; a line whose fields are all empty is omitted.</summary>
    public static string FillLines(string template, IReadOnlyDictionary<string, string> fields) => string.Join('\n', template.Split('\n')
        .Where(line => !line.Contains('{', StringComparison.Ordinal) || Fill(line, fields) != Fill(line, Notice.NoFields))
        .Select(line => Fill(line, fields)));

    /// <summary>One line of title length.</summary>
    public static string Title(string text) =>
        Cut(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), TitleLength);

    public static string Body(string text) => Cut(text.Trim(), BodyLength);

    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }
}
