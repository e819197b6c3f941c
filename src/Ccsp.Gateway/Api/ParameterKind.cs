namespace Ccsp.Gateway.Api;

internal enum ParameterKind
{
    Text,
    Number,
    Flag,
    Time,
}
