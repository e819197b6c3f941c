using System.Text.Json.Serialization;
using Ccsp.Gateway.Moving;

namespace Ccsp.Cli;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MoveReport))]
internal sealed partial class MoveReportJson : JsonSerializerContext;
