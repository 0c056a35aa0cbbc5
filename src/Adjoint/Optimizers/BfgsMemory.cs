namespace Adjoint.Optimizers;

/// <summary>The last steps and changes of gradient, and the product of a vector with the inverse Hessian that they stand for.</summary>
internal sealed class BfgsMemory(int capacity, int length)
{
    private readonly double[][] _steps = new double[capacity][], _changes = new double[capacity][];
    private readonly double[] _inverses = new double[capacity], _factors = new double[capacity];
    private int _count, _newest = -1;

    public bool IsEmpty => _count == 0;

    public void Clear() => (_count, _newest) = (0, -1);

    /// <summary>Remembers a pair, unless the curvature along it is not safely positive: the Hessian would not stay positive definite.</summary>
    public void Add(ReadOnlySpan<double> from, ReadOnlySpan<double> to, ReadOnlySpan<double> gradientFrom, ReadOnlySpan<double> gradientTo)
    {
        int slot = (_newest + 1) % _steps.Length;
        double[] step = _steps[slot] ??= new double[length], change = _changes[slot] ??= new double[length];
        for (int i = 0; i < length; i++)
        {
            step[i] = to[i] - from[i];
            change[i] = gradientTo[i] - gradientFrom[i];
        }

        double curvature = Vectors.Dot(step, change);
        if (curvature > 1e-12 * Vectors.Norm(step) * Vectors.Norm(change) && double.IsFinite(1 / curvature))
        {
            (_newest, _count, _inverses[slot]) = (slot, Math.Min(_count + 1, _steps.Length), 1 / curvature);
        }
        else if (_count == _steps.Length)
        {
            // The oldest pair lay there.
            _count--;
        }
    }

    /// <summary>The direction −H g by the two-loop recursion (Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithm 7.4, scaled as in equation 7.20).</summary>
    public void Direction(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        for (int i = 0; i < length; i++)
        {
            direction[i] = -gradient[i];
        }

        for (int age = 0; age < _count; age++)
        {
            int slot = Slot(age);
            _factors[slot] = _inverses[slot] * Vectors.Dot(_steps[slot], direction);
            Vectors.Add(-_factors[slot], _changes[slot], direction);
        }

        if (_count > 0)
        {
            double scale = 1 / (_inverses[_newest] * Vectors.Dot(_changes[_newest], _changes[_newest]));
            for (int i = 0; i < length; i++)
            {
                direction[i] *= scale;
            }
        }

        for (int age = _count - 1; age >= 0; age--)
        {
            int slot = Slot(age);
            Vectors.Add(_factors[slot] - (_inverses[slot] * Vectors.Dot(_changes[slot], direction)), _steps[slot], direction);
        }
    }

    private int Slot(int age) => (_newest - age + _steps.Length) % _steps.Length;
}
