using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>Describes for people what a field of a type may hold.</summary>
internal static class FieldDescription
{
    private static readonly Dictionary<Type, IReadOnlyList<string>> Enums = new()
    {
        [typeof(Priority)] = EnumNames<Priority>.All,
        [typeof(TaskState)] = EnumNames<TaskState>.All,
        [typeof(SessionState)] = EnumNames<SessionState>.All,
        [typeof(DirectoryMode)] = EnumNames<DirectoryMode>.All,
        [typeof(ParentFailure)] = EnumNames<ParentFailure>.All,
        [typeof(Durability)] = EnumNames<Durability>.All,
        [typeof(WaitReason)] = EnumNames<WaitReason>.All,
        [typeof(FailReason)] = EnumNames<FailReason>.All,
        [typeof(EndingClass)] = EnumNames<EndingClass>.All,
        [typeof(EmergencyMode)] = EnumNames<EmergencyMode>.All,
        [typeof(Severity)] = EnumNames<Severity>.All,
    };

    /// <summary>The wire values of an enum; null for any other type.</summary>
    public static IReadOnlyList<string>? Of(Type type) => Enums.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type);

    public static string Expected(Type type, JsonElement given)
    {
        if (!JsonText.IsValid(given, given.GetRawText()))
            return JsonText.Broken;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (Of(bare) is { } names)
            return OneOf(names, given.ValueKind == JsonValueKind.String ? given.GetRawText().Trim('"') : null);
        return bare switch
        {
            _ when bare == typeof(string) => "It must be text.",
            _ when bare == typeof(int) => "It must be a whole number between -2147483648 and 2147483647.",
            _ when bare == typeof(decimal) => "It must be a number.",
            _ when bare == typeof(bool) => "It must be true or false.",
            _ when bare == typeof(DateTimeOffset) => "It must be a time with its offset, for example 2026-01-31T12:00:00Z.",
            _ when bare == typeof(byte[]) => "It must be base64.",
            _ when bare == typeof(IReadOnlyList<string>) => "It must be a list of texts.",
            _ when bare == typeof(IReadOnlyDictionary<string, string>) => "It must be an object whose values are texts.",
            _ when bare == typeof(IReadOnlyDictionary<string, JsonElement>) => "It must be an object without a field given twice.",
            _ when bare == typeof(JsonElement) => "It must be JSON without a field given twice.",
            _ => "It is of a wrong type.",
        };
    }

    public static string OneOf(IReadOnlyList<string> names, string? given) =>
        $"It must be one of {string.Join(", ", names)}" + (given is null ? "." : Hint(given, names));

    /// <summary><c>; did you mean "normal"?</c>, or a full stop.</summary>
    public static string Hint(string given, IEnumerable<string> known) =>
        given.Length <= 64 && NearestWord.Of(given, known) is { } near ? $"; did you mean \"{near}\"?" : ".";
}
