using System.Text.Json;

namespace Ccsp.Gateway.Engines;

/// <summary>Reads fields that may be missing or have another type: CLI versions differ, and a wrong type counts as missing.</summary>
internal static class JsonFields
{
    extension(JsonElement element)
    {
        public JsonElement? Field(string name) =>
            element.ValueKind == JsonValueKind.Object
                && element.TryGetProperty(name, out var value)
                && value.ValueKind != JsonValueKind.Null
                ? value
                : null;

        public string? TextOf(string name) => element.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

        public bool Flag(string name) => element.Field(name) is { ValueKind: JsonValueKind.True };

        public double? Number(string name) =>
            element.Field(name) is { ValueKind: JsonValueKind.Number } value
                && value.TryGetDouble(out var number)
                && double.IsFinite(number)
                ? number
                : null;

        public long? Whole(string name) => element.Number(name) is { } number && Math.Abs(number) < 9e15 ? (long)number : null;

        public int? Small(string name) => element.Whole(name) is { } number && Math.Abs(number) < int.MaxValue ? (int)number : null;

        /// <summary>A decimal amount, exact to the last printed digit.</summary>
        public decimal Money(string name) =>
            element.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var money) ? money : 0;

        /// <summary>
        /// Epoch seconds or milliseconds (told apart by size), also quoted, or an ISO 8601 time; null outside the plausible range.
        /// </summary>
        public DateTimeOffset? Epoch(string name) =>
            element.Whole(name) is { } number ? EpochTime.From(number) : element.TextOf(name) is { } text ? EpochTime.Read(text) : null;

        public IEnumerable<JsonElement> Items(string name) =>
            element.Field(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];
    }
}
