using System.Globalization;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>Creates the notice of a stored event, if it has one. Pure.</summary>
internal sealed class NoticeMaker(NotifyOptions options)
{
    private const int FieldLength = 2_000;

    /// <summary>The types of events that can become a notice.</summary>
    public IReadOnlySet<string> Types { get; } =
        NoticeKinds.All.Where(kind => IsOn(kind, options)).Select(kind => kind.Type).ToHashSet(StringComparer.Ordinal);

    /// <returns>Null for an event without a notice.</returns>
    public Notice? Of(StoredEvent stored)
    {
        if (!Types.Contains(stored.Type) || NoticeKinds.Find(stored.Type) is not { } kind)
            return null;
        var fields = Fields(stored);
        var said = options.Kinds.GetValueOrDefault(kind.Type);
        return new Notice
        {
            Key = string.Create(CultureInfo.InvariantCulture, $"event:{stored.Seq}"),
            Seq = stored.Seq,
            Kind = kind.Type,
            Topic = Template.Cut(Template.Fill(kind.Topic, fields), 200),
            Severity = said?.Severity ?? SeverityOf(kind, fields),
            Resolves = kind.Resolves,
            Title = Template.Title(Template.Fill(said?.Title ?? kind.Title, fields)),
            Body = Template.Body(Template.FillLines(said?.Body ?? kind.Body, fields)),
            At = stored.At,
            Fields = fields,
        };
    }

    /// <summary>
    /// A limit resets by itself. A gate that the gateway closed (engine missing) or that has no reset time (credit exhausted) needs a
    /// person.
    /// </summary>
    private static Severity SeverityOf(NoticeKind kind, Dictionary<string, string> fields) =>
        kind.Type != EventTypes.GateClosed ? kind.Severity : fields.GetValueOrDefault("actor") switch
    {
        "gateway" => Severity.Error,
        "provider" when !fields.ContainsKey("closedUntil") => Severity.Error,
        _ => kind.Severity,
    };

    private static bool IsOn(NoticeKind kind, NotifyOptions options) => options.Kinds.GetValueOrDefault(kind.Type)?.Enabled ?? kind.Enabled;

    private static Dictionary<string, string> Fields(StoredEvent stored)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var data = JsonDocument.Parse(stored.Data))
            Flatten(data.RootElement, "", fields);
        fields["type"] = stored.Type;
        fields["at"] = stored.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (stored.TaskId is not null)
            fields["taskId"] = stored.TaskId;
        if (stored.InstanceId is not null)
            fields["instanceId"] = stored.InstanceId;
        return fields;
    }

    private static void Flatten(JsonElement data, string prefix, Dictionary<string, string> fields)
    {
        if (data.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in data.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object && prefix.Length == 0)
                Flatten(member.Value, member.Name + ".", fields);
            else if (member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
                fields[prefix + member.Name] = PlainText.Of(Template.Cut(member.Value.ToString(), FieldLength));
        }
    }
}
