using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

/// <summary>Values of one store as text: equal texts mean equal behaviour. A token becomes the number of its first appearance.</summary>
internal sealed class StoreText
{
    private readonly JsonSerializerOptions options;

    public StoreText()
    {
        options = new JsonSerializerOptions { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        options.Converters.Add(new TokenByAppearance());
    }

    public string Of(object? value) => value is null ? "null" : value.GetType().Name + " " + JsonSerializer.Serialize(value, value.GetType(), options);

    /// <summary>JSON with its members in one order.</summary>
    public static string Canonical(string json) => Sorted(JsonNode.Parse(json))?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private sealed class TokenByAppearance : JsonConverter<LeaseToken>
    {
        private readonly Dictionary<LeaseToken, int> numbers = [];

        public override LeaseToken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, LeaseToken value, JsonSerializerOptions options)
        {
            numbers.TryAdd(value, numbers.Count + 1);
            writer.WriteNumberValue(numbers[value]);
        }
    }
}
