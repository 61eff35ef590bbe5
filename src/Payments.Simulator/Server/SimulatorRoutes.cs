namespace Payments.Simulator;

/// <summary>The operations of a simulator. Handlers run one at a time, so that they may change the simulator's state freely.</summary>
public sealed class SimulatorRoutes
{
    private readonly List<SimulatorRoute> _routes = [];

    /// <summary>Adds an operation of the provider's API.</summary>
    /// <param name="method">The HTTP method in upper case.</param>
    /// <param name="template">The path, with <c>{name}</c> for a segment that is a parameter.</param>
    /// <param name="handler">Answers it.</param>
    public void Map(string method, string template, Func<SimulatedRequest, SimulatedResponse> handler) =>
        Add(method, template, handler, isApi: true);

    /// <summary>Adds a page that the payer's browser sees: no faults, no recording, no authentication.</summary>
    /// <param name="method">The HTTP method in upper case.</param>
    /// <param name="template">The path, with <c>{name}</c> for a segment that is a parameter.</param>
    /// <param name="handler">Answers it.</param>
    public void MapPage(string method, string template, Func<SimulatedRequest, SimulatedResponse> handler) =>
        Add(method, template, handler, isApi: false);

    internal SimulatorRoute? Match(SimulatedRequest request)
    {
        SimulatorRoute? best = null;
        foreach (var route in _routes)
            if (route.Template.IsMatch(request.Method, request.Path) && (best is null || route.Template.Literals > best.Template.Literals))
                best = route;
        return best;
    }

    private void Add(string method, string template, Func<SimulatedRequest, SimulatedResponse> handler, bool isApi)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentException.ThrowIfNullOrEmpty(template);
        ArgumentNullException.ThrowIfNull(handler);
        _routes.Add(new(OperationPattern.Parse($"{method} {template}"), handler, isApi));
    }
}

internal sealed record SimulatorRoute(OperationPattern Template, Func<SimulatedRequest, SimulatedResponse> Handler, bool IsApi);

/// <summary>A method and a path in which <c>*</c> or <c>{name}</c> stands for one segment, and <c>*</c> for any method.</summary>
internal sealed class OperationPattern
{
    private readonly string _method;
    private readonly string[] _segments;

    private OperationPattern(string text, string method, string[] segments)
    {
        Text = text;
        _method = method;
        _segments = segments;
        Literals = segments.Count(s => !IsWild(s));
    }

    public string Text { get; }

    public int Literals { get; }

    public static OperationPattern Parse(string text)
    {
        var parts = text.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 2 ? new(text, parts[0], Split(parts[1])) : new(text, "*", Split(parts[0]));
    }

    public bool IsMatch(string method, string path)
    {
        if (!string.Equals(_method, "*", StringComparison.Ordinal) && !string.Equals(_method, method, StringComparison.OrdinalIgnoreCase))
            return false;
        var segments = Split(path);
        return segments.Length == _segments.Length
            && _segments.Zip(segments).All(p => IsWild(p.First) || string.Equals(p.First, p.Second, StringComparison.Ordinal));
    }

    public IReadOnlyDictionary<string, string> Values(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in _segments.Zip(Split(path)))
            if (IsWild(name))
                values[name.Trim('{', '}')] = Uri.UnescapeDataString(value);
        return values;
    }

    private static string[] Split(string path) => path.Trim('/').Split('/');

    private static bool IsWild(string segment) => segment is "*" || segment.StartsWith('{');
}
