using System.Text.Json.Serialization;
using Ccsp.Gateway.StoreMigration;

namespace Ccsp.Cli;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MigrationReport))]
internal sealed partial class MigrationReportJson : JsonSerializerContext;
