using Adjoint.Analysis;
using Adjoint.Analysis.Convergence;
using Adjoint.Calculus;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Language.Tests.Analysis;

/// <summary>Losses whose bound and minimiser are decided by how they grow far out; the truth of each follows from what stands above it.</summary>
public sealed class SlopeTests
{
    private static readonly ConvergenceCase[] Table =
    [
        // Forms of degree two: bounded below where the linear part vanishes on the kernel of the Hessian, and then attained (Frank and Wolfe 1956).
        new("a^2 + b^2 + 2*a*b", "a: b:", "", "global", "true"),
        new("(a + b)^2 - 4*a - 4*b", "a: b:", "", "global", "true"),
        new("(a + b)^2 - 4*a", "a: b:", "", "no"),
        new("a^2 + b^2 + 2*a*b + a - b", "a: b:", "", "no"),
        new("2*a^2 + 3*b^2 + 4*a*b - a", "a: b:", "", "global", "true"),
        new("a^2 + 2*a*b + 4*b^2 - 3*b", "a: b:", "", "global", "true"),
        new("dot(w, q @ w)", "w:2", "q=[[1,-1],[-1,1]]", "global", "true"),
        new("dot(w, q @ w) + dot(w, d)", "w:2", "q=[[1,-1],[-1,1]] d=[1,-1]", "global", "true"),
        new("dot(w, q @ w) + dot(w, d)", "w:2", "q=[[1,-1],[-1,1]] d=[1,-2]", "no"),
        new("dot(w, q @ w) + dot(w, d)", "w:2", "q=[[2,1],[1,2]] d:2", "global", "true"),
        new("dot(w, q @ w) + dot(w, d)", "w:2", "q=[[1,1],[1,1]] d:2", "no"),
        new("sum(conv(w, w, circular))", "w:3", "", "global", "true"),
        new("sum(conv(w, w, circular)) - 3*sum(w)", "w:3", "", "global", "true"),
        new("sum(conv(w, w, full)) - dot(w, e)", "w:3", "e=[1,0,0]", "no"),
        new("square(sum(w)) + sum(w)", "w:4", "", "global", "true"),
        new("lam*(a^2 + b^2 - 2*a*b)", "a: b:", "lam::pos", "global", "true"),
        new("(a - b)^2 + c*a - c*b", "a: b:", "c:", "global", "true"),
        new("(a - b)^2 + c*a", "a: b:", "c:", "no"),
        new("(w + 3)^2 - (w - 1)^2", "w:", "", "no"),
        new("(w + 1)^2 - w^2 - 2*w", "w:", "", "global", "true"),

        // logsumexp has the slopes of the simplex: p must lie in it, and inside for a minimiser.
        new("logsumexp(w) - dot(w, p)", "w:3", "p=[0.25,0.25,0.5]", "global", "true"),
        new("logsumexp(w) - dot(w, p)", "w:3", "p=[0.5,0.5,0]", "global", "false"),
        new("logsumexp(w) - dot(w, p)", "w:2", "p=[0.5,0.25]", "no"),
        new("logsumexp(w) - dot(w, p)", "w:2", "p=[1.5,-0.5]", "no"),
        new("logsumexp(w) - dot(w, t)", "w:3", "t:3:onehot", "global", "false"),
        new("logsumexp(w) - 0.5*dot(w, t) - 0.5*mean(w)", "w:2", "t:2:onehot", "global", "true"),
        new("logsumexp(w) - dot(w, t)", "w:3", "t:3", "no"),
        new("logsumexp(w) - mean(w)", "w:4", "", "global", "true"),
        new("sum(logsumexp(w)) - sum(t*w)", "w:2x2", "t:2x2:onehot", "global", "false"),
        new("log(exp(a) + exp(b)) - a", "a: b:", "", "global", "false"),
        new("log(exp(a) + exp(b)) - a/2 - b/2", "a: b:", "", "global", "true"),
        new("log(exp(a) + exp(b) + 1) - a/2 - b/4", "a: b:", "", "global", "true"),
        new("log(sum(exp(w)) + 1)", "w:3", "", "global", "false"),
        new("log(exp(w) + exp(-2*w))", "w:", "", "global", "true"),
        new("log(exp(a) + exp(b))", "a: b:", "", "no"),
        new("log(exp(a) + exp(2*a))", "a:", "", "no"),
        new("0.001*log(exp(a) + exp(2*a))", "a:", "", "no unknown"),
        new("log(exp(w) + exp(-800))", "w:", "", "unknown"),
        new("log(2*exp(w) + 3) + w", "w:", "", "no"),

        // logistic has the slopes [0, 1], and reaches neither end.
        new("logistic(w) - w/4", "w:", "", "global", "true"),
        new("logistic(w) - w", "w:", "", "global", "false"),
        new("logistic(w) + w", "w:", "", "no"),
        new("sum(logistic(a @ w)) - dot(t, a @ w)", "w:2", "a=[[1,0],[0,1],[1,1]] t=[1,1,0]", "global", "true"),
        new("sum(logistic(a @ w)) - dot(t, a @ w)", "w:2", "a=[[1,0],[0,1],[1,1]] t=[1,0,1]", "global", "false"),
        new("sum(logistic(a @ w)) - dot(t, a @ w)", "w:2", "a=[[1,1],[2,2]] t=[1,0]", "global", "true"),
        new("sumsq(a @ w - b) + logistic(sum(w)) - 0.25*sum(w)", "w:2", "a:3x2 b:3", "global"),
        new("sumsq(a @ w - b) + logistic(sum(w)) - 2*sum(w)", "w:2", "a:3x2 b:3", "no"),

        // Data that are separable but for some on the border: no margin, and no minimiser.
        new("sum(logistic(-y*(a @ w)))", "w:2", "a=[[1,0],[1,0],[0,1]] y=[1,-1,1]", "global", "false"),
        new("sum(logistic(y*w))", "w:", "y=[0,0]", "global", "true"),
        new("sum(logistic(y*w)) + 0*sumsq(w)", "w:", "y=[1,2]", "global", "false"),
        new("crossentropy(w, t)", "w:3", "t=[0.25,0.25,0.5]", "global", "true"),
        new("crossentropy(w, t)", "w:3", "t=[0.5,0.5,0]", "global", "false"),
        new("crossentropy(w, t)", "w:3", "t=[0,0,0]", "global", "true"),
        new("nll(softmax(w), t)", "w:3", "t=[1,2,3]", "global", "true"),
        new("crossentropy(y @ w, t)", "w:1x3", "y=[[1],[-1]] t=[[1,0,0],[0,1,0]]", "global", "false"),
        new("crossentropy(s*z, t)", "s:", "z=[[2,1],[0,1]] t=[[1,0],[0,1]]", "global", "false"),
        new("crossentropy(s*z, t)", "s:", "z=[[2,1],[0,1]] t=[[1,0],[1,0]]", "global", "true"),

        // Huber's function has the slopes [−2δ, 2δ], and reaches both ends.
        new("huber(w) + w", "w:", "", "global", "true"),
        new("huber(w) + 2*w", "w:", "", "global", "true"),
        new("huber(w) + 2.25*w", "w:", "", "no"),
        new("huber(w, 0.5) - w", "w:", "", "global", "true"),
        new("huber(w, 0.5) - 1.5*w", "w:", "", "no"),
        new("sum(huber(w - c)) + 0.5*sum(w)", "w:3", "c:3", "global", "true"),
        new("huber(w) + huber(w - 3) - 4*w", "w:", "", "global", "true"),
        new("huber(w) + logistic(w) - 3*w", "w:", "", "global", "false"),

        // √(1 + w²) has the slopes (−1, 1).
        new("sqrt(1 + w^2) - 0.5*w", "w:", "", "global", "true"),
        new("sqrt(1 + w^2) - w", "w:", "", "global", "false"),
        new("sqrt(1 + w^2) - 2*w", "w:", "", "no"),
        new("sqrt(4 + 4*w^2) - 2*w", "w:", "", "global", "false"),

        // relu(e)² has the slopes from 0 on.
        new("sum(square(relu(w))) + sum(w)", "w:2", "", "no"),
        new("sum(square(relu(w))) - sum(w)", "w:2", "", "global", "true"),
        new("square(relu(w)) + square(relu(-w)) + w", "w:", "", "global", "true"),

        // Logarithms: falling for ever, or towards the border of the domain, which a step of any length may leave.
        new("-log(w)", "w:", "", "no"),
        new("-sum(log(w))", "w:3", "", "no"),
        new("-log(w) - log(2*w + 1)", "w:", "", "no"),
        new("-log(w) + 1e-110*w", "w:", "", "unknown global"),
        new("log(w + 1) - log(w)", "w:", "", "unknown global"),
        new("log(w)", "w:", "", "no"),
        new("sum(log(w))", "w:2", "", "no"),
        new("w - log(w)", "w:", "", "unknown global"),

        // Gradients that outgrow the distance.
        new("exp(w^2)", "w:", "", "no"),
        new("exp(sumsq(w))", "w:2", "", "no"),
        new("(exp(w) + exp(-w))/2", "w:", "", "no"),
        new("exp(w) + exp(-2*w) + w^2", "w:", "", "no"),
        new("(w - 1)^6", "w:", "", "no"),

        // Descent gets there with small steps, though no L holds everywhere; and relu is where the contract promises nothing.
        new("exp(w) - w", "w:", "", "unknown global"),
        new("relu(w)", "w:", "", "unknown"),

        // Where the gradient is taken as 0 on top of a kink, descent stays.
        new("square(abs(w) - 1)", "w:", "", "no"),
        new("sum(square(abs(w) - 2))", "w:2", "", "no"),
        new("square(abs(w) + 1)", "w:", "", "no unknown"),

        // Kinks with a linear part.
        new("norm1(w) + 2*sum(w)", "w:2", "", "no"),
        new("norm1(w) + 0.5*sum(w)", "w:2", "", "no"),
        new("norm2(w) + 2*sum(w)", "w:2", "", "no"),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Table.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bounds_and_minimisers_are_decided(int number)
    {
        ConvergenceCase row = Table[number];
        Question question = row.Question();
        ConvergenceVerdict verdict = Converge.Of(question);
        Assert.True(row.Allows(verdict.Verdict), $"{row}: {verdict.Verdict}, and the truth is {row.Verdicts}. {string.Join("; ", verdict.Tried)} {verdict.Failure}");
        if (verdict.Verdict == DescentGuarantee.GlobalMinimum)
        {
            Assert.True(row.Attained.Length == 0 || row.Attained == verdict.Attained?.ToString().ToLowerInvariant(), $"{row}: attained {verdict.Attained}");
        }

        if (verdict.Failure is DescentFailure failure)
        {
            ConvergenceTests.Replays(question, failure);
        }
    }

    [Theory]
    [InlineData("logistic(w) - w/4", "w:", -1.0986122886681098)]
    [InlineData("huber(w) + w", "w:", -0.5)]
    [InlineData("log(exp(w) + exp(-2*w))", "w:", 0.23104906018664842)]
    public void Descent_ends_at_the_minimiser_that_calculus_gives(string expression, string moving, double minimiser)
    {
        // log(1/4 ÷ 3/4), −1/2 and log(2)/3: where the derivative is zero.
        Question question = new ConvergenceCase(expression, moving, "", "").Question();
        ConvergenceNumbers numbers = Converge.Of(question).Numbers!;
        double point = 5;
        for (int i = 0; i < 5000; i++)
        {
            point -= numbers.Step * Derivative(question, point);
        }

        Assert.Equal(minimiser, point, 1e-6);
        Assert.True(numbers.StepBelow * numbers.Lipschitz is > 2 - 1e-9 and < 2 + 1e-9);
    }

    private static double Derivative(Question question, double point) =>
        Interpreter.Evaluate(question.Expression.Gradient(question.Moving[0]), [(question.Moving[0], new Tensor<double>(question.Moving[0].Shape, [point]))]).Span[0];
}
