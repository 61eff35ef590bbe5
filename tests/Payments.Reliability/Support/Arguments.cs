using System.Globalization;

namespace Payments.Reliability.Support;

/// <summary>A verb and options with a value each.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    internal string Verb { get; private init; } = "";

    internal static Arguments Parse(string[] args)
    {
        var parsed = new Arguments { Verb = args.FirstOrDefault() ?? "" };
        for (var i = 1; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
                throw new ArgumentException($"'{args[i]}' is no option with a value behind it.");
            parsed._options[args[i][2..]] = args[i + 1];
        }

        return parsed;
    }

    internal int Number(string name, int otherwise) => _options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    internal string? Text(string name) => _options.GetValueOrDefault(name);

    internal T Choice<T>(string name, T otherwise)
        where T : struct, Enum => _options.TryGetValue(name, out var text) ? Enum.Parse<T>(text, ignoreCase: true) : otherwise;
}
