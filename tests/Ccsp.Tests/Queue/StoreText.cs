using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

/// <summary>Values of one store as text: equal texts mean equal behaviour. A token becomes the number of its first appearance.</summary>
internal sealed partial class StoreText
{
    // Shared: the first use of options costs as much as a whole sequence.
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new TokenConverter() },
    };

    private static readonly ConcurrentDictionary<string, string> CanonicalForms = [];

    private readonly Dictionary<string, string> _tokens = [];

    public string Of(object? value) => value is null
        ? "null"
        : (value is System.Collections.IEnumerable ? "List" : value.GetType().Name) + " "
        + Numbered(JsonSerializer.Serialize(value, value.GetType(), Options));

    /// <summary>A text with numbers for its tokens.</summary>
    public string Numbered(string text) => Token().Replace(text, NumberOf);

    /// <summary>JSON with its members in one order.</summary>
    public static string Canonical(string json) =>
        CanonicalForms.GetOrAdd(json, static text => Sorted(JsonNode.Parse(text))?.ToJsonString() ?? "null");

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members =>
            new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
                .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private string NumberOf(Match token)
    {
        if (!_tokens.TryGetValue(token.Value, out var number))
            _tokens.Add(token.Value, number = string.Create(CultureInfo.InvariantCulture, $"token {_tokens.Count + 1}"));
        return number;
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Token();

    private sealed class TokenConverter : JsonConverter<LeaseToken>
    {
        public override LeaseToken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, LeaseToken value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
