namespace Adjoint.Operators.InWords;

/// <summary>A number for each part.</summary>
internal readonly record struct Triple(int Argument, int Fixed, int Result)
{
    /// <summary>The number of one part.</summary>
    public int this[Part part] => part switch
    {
        Part.Argument => Argument,
        Part.Fixed => Fixed,
        _ => Result,
    };

    /// <summary>The same with another number for one part.</summary>
    public Triple With(Part part, int number) => part switch
    {
        Part.Argument => this with { Argument = number },
        Part.Fixed => this with { Fixed = number },
        _ => this with { Result = number },
    };

    /// <summary>Another number for each part.</summary>
    public Triple Select(Func<int, int> number) => new(number(Argument), number(Fixed), number(Result));
}
