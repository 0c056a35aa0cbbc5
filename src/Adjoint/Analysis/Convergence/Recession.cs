using Adjoint.Analysis.Proofs;
using Adjoint.Graph;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// Whether a convex loss is bounded below, and whether it has a minimiser, from how it grows far out. The slopes that a sum of convex functions can have are, but for limits, the sums of the slopes of its parts: the loss is
/// bounded below where 0 is one of them, and falls without end along some direction where it is not (Rockafellar 1970, theorems 13.3, 16.4 and 27.1; the sets of slopes here are polyhedra, so that limits belong to them).
/// Where 0 lies inside, the infimum is attained; where it lies on the edge of the slopes of a part that reaches its outermost slopes only in the limit, it is not. Decided in fractions.
/// </summary>
/// <param name="IsBounded">Whether the loss is bounded below.</param>
/// <param name="IsAttained">Whether it has a minimiser; nothing where this is not decided.</param>
/// <param name="Because">Why there is one or not, for a reader.</param>
/// <param name="Falling">Directions along which the loss, or a loss with other values of what is quantified, may fall without end.</param>
internal sealed record Recession(bool IsBounded, bool? IsAttained, string Because, IReadOnlyList<double[]> Falling)
{
    /// <summary>Whether it is proven that the loss falls without end along <see cref="Falling"/>, whatever the values of what is quantified.</summary>
    public bool IsUnbounded { get; init; }

    private const string Balanced = "the outermost slopes of its parts add up to zero with positive factors, so that it rises, or does not change, in every direction (Rockafellar 1970, theorem 27.1; decided in fractions)";
    private const string Falls = "in some direction it falls for ever towards its infimum, for no positive factors make the outermost slopes of its parts add up to zero (Stiemke 1915; decided in fractions)";
    private const string Pieces = "a convex function of pieces of degree at most two attains an infimum that is finite (Frank and Wolfe 1956; Rockafellar and Wets 1998, corollary 11.16)";

    /// <summary>Most assignments of one-hot arrays that are gone through one by one.</summary>
    private const int MostAssignments = 32;

    /// <summary>What is decided for every value of what is quantified; nothing where nothing is.</summary>
    /// <param name="question">The question.</param>
    /// <param name="loss">The loss taken apart; it is convex.</param>
    public static Recession? Of(Question question, SmoothDecomposition loss)
    {
        if (Assignments(question) is not { } assignments)
        {
            IReadOnlyList<(Expr Term, bool IsNegative)> terms = LowerBounds.Terms(loss.Root);
            if (Slopes.Of(question, terms, loss.ClaimOf) is Slopes slopes && Of(slopes) is Recession whole)
            {
                return whole;
            }

            // Terms that are bounded below on their own, whatever the values of what is quantified, are left out: then no more than a bound follows.
            (Expr Term, bool IsNegative)[] rest = [.. terms.Where(term => term.IsNegative || !GraphTraversal.Variables(term.Term).Any(question.Quantified.Contains) || !LowerBounds.IsBounded(term.Term, loss.ClaimOf))];
            return rest.Length < terms.Count && Slopes.Of(question, rest, loss.ClaimOf) is Slopes others && Of(others) is { IsBounded: true } ? new Recession(true, null, "", []) : null;
        }

        Recession? all = null;
        foreach (Question one in assignments)
        {
            if (Slopes.Of(one, LowerBounds.Terms(loss.Root), loss.ClaimOf) is not Slopes slopes || Of(slopes) is not Recession own)
            {
                return null;
            }

            if (!own.IsBounded)
            {
                return own;
            }

            all = all is null || all.IsAttained == own.IsAttained ? own : own with { IsAttained = null };
        }

        return all;
    }

    /// <summary>The question for each value of what is quantified, where that is one-hot and the values are few.</summary>
    private static IEnumerable<Question>? Assignments(Question question)
    {
        Variable[] open = [.. question.Quantified];
        double count = open.Aggregate(1.0, (product, variable) => product * (variable.Shape.Rank == 0 ? 1 : Math.Pow(variable.Shape[^1], variable.Shape.Size / Math.Max(1, variable.Shape[^1]))));
        if (open.Length == 0 || !open.All(variable => question.OneHot.Contains(variable) && variable.Shape.Rank > 0 && variable.Shape.Size > 0) || count > MostAssignments)
        {
            return null;
        }

        return Enumerable.Range(0, (int)count).Select(number =>
        {
            Dictionary<Variable, Tensors.Tensor<double>> values = new(question.Values);
            foreach (Variable variable in open)
            {
                Tensors.Tensor<double> value = new(variable.Shape);
                int classes = variable.Shape[^1];
                for (int row = 0; row < variable.Shape.Size / classes; row++, number /= classes)
                {
                    value.Span[(row * classes) + (number % classes)] = 1;
                }

                values[variable] = value;
            }

            return question with { Values = values };
        });
    }

    private static Recession? Of(Slopes slopes)
    {
        // The loss is convex, but its form of degree two may borrow that from other parts.
        if (!Definiteness.IsSemidefinite(slopes.Hessian, 1))
        {
            return null;
        }

        // Along what is not in the kernel of the Hessian the loss grows like a square.
        Rational[][] kernel = ExactKernel.Of(slopes.Hessian);
        if (kernel.Any(vector => !slopes.IsFree(vector)))
        {
            double[][] directions = [.. kernel.Where(vector => !slopes.IsFree(vector)).Select(ToDoubles)];
            return new Recession(false, null, "", [.. directions.SelectMany(direction => (double[][])[Vectors.Times(-1, direction), direction])]);
        }

        SlopeSet[] sets = [.. slopes.Sets];
        bool pieces = sets.All(set => !set.IsOpen);
        if (Solve(slopes, kernel, set => !pieces && set.IsOpen) is not ExactProgram.Outcome outcome)
        {
            return null;
        }

        if (outcome.Greatest is not Rational room)
        {
            // The multipliers of the kernel's equations, put together again.
            double[] direction = new double[slopes.Linear.Length];
            for (int i = 0; i < kernel.Length; i++)
            {
                direction = Vectors.Plus(direction, outcome.Farkas![i].ToDouble(), ToDoubles(kernel[i]));
            }

            double size = Vectors.Norm(direction);
            return new Recession(false, null, "", size > 0 && double.IsFinite(size) ? [Vectors.Times(1 / size, direction)] : []) { IsUnbounded = !slopes.IsInner };
        }

        if (slopes.IsInner || pieces)
        {
            // Where fewer slopes were allowed than there are, no more than a bound follows.
            return slopes.IsInner ? new Recession(true, null, "", []) : new Recession(true, true, Pieces, []);
        }

        if (room.Sign == 0)
        {
            return new Recession(true, false, Falls, []);
        }

        return sets.All(set => set.IsOpen) || Solve(slopes, kernel, _ => true) is { Greatest.Sign: > 0 } ? new Recession(true, true, Balanced, []) : new Recession(true, null, "", []);
    }

    /// <summary>
    /// Factors λ ≥ 0, of the sum that each set demands, that make all slopes add up to zero on the kernel; greatest the least of those of the sets that are asked about, up to 1.
    /// </summary>
    private static ExactProgram.Outcome? Solve(Slopes slopes, Rational[][] kernel, Func<SlopeSet, bool> inside)
    {
        SlopeSet[] bounded = [.. slopes.Sets.Where(set => set.Total is not null)];
        int rows = kernel.Length + bounded.Length + 1;
        List<Rational[]> columns = [];
        Rational[] least = new Rational[rows], room = new Rational[rows], right = new Rational[rows];
        foreach (SlopeSet set in slopes.Sets)
        {
            int own = Array.IndexOf(bounded, set);
            foreach (Rational[] slope in set.Outermost)
            {
                Rational[] column = new Rational[rows];
                for (int i = 0; i < kernel.Length; i++)
                {
                    column[i] = Dot(kernel[i], slope);
                }

                if (own >= 0)
                {
                    column[kernel.Length + own] = Rational.One;
                }

                columns.Add(column);
                for (int i = 0; i < rows && inside(set); i++)
                {
                    least[i] += column[i];
                }
            }
        }

        for (int i = 0; i < kernel.Length; i++)
        {
            right[i] = -Dot(kernel[i], slopes.Linear);
        }

        for (int i = 0; i < bounded.Length; i++)
        {
            right[kernel.Length + i] = bounded[i].Total!.Value;
        }

        least[rows - 1] = room[rows - 1] = right[rows - 1] = Rational.One;

        // The last unknown is the greatest one's; the one before it is what is left up to 1.
        return ExactProgram.Solve([.. columns, room, least], right);
    }

    private static Rational Dot(Rational[] left, Rational[] right) =>
        left.Zip(right).Where(pair => pair.First.Sign != 0 && pair.Second.Sign != 0).Aggregate(Rational.Zero, (sum, pair) => sum + (pair.First * pair.Second));

    private static double[] ToDoubles(Rational[] vector) => [.. vector.Select(entry => entry.ToDouble())];
}
