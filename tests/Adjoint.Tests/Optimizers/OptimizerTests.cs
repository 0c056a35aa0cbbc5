using Adjoint.Optimizers;

namespace Adjoint.Tests.Optimizers;

/// <summary>Every optimizer against its published update, written out in float64, and on a convex problem with a known minimum.</summary>
public sealed class OptimizerTests
{
    /// <summary>An optimizer and its update of one number: from (w, g, state, step) to w.</summary>
    public sealed record Entry(string Name, Optimizer Optimizer, Func<double, double, double[], long, double> Update)
    {
        public override string ToString() => Name;
    }

    /// <summary>What weight decay is multiplied with in the comparison with the update.</summary>
    private const double DecayFactor = 0.5;

    public static TheoryData<Entry> Table => [.. Entries];

    private static readonly Entry[] Entries =
    [
        new("gradient descent", new StochasticGradientDescent(0.1), (w, g, _, _) => w - (0.1 * g)),
        new("momentum", new StochasticGradientDescent(0.05, 0.9), (w, g, state, _) => w - (0.05 * (state[0] = (0.9 * state[0]) + g))),
        new("adam", new Adam(0.02, 0.8, 0.95, 1e-6), (w, g, state, t) =>
        {
            state[0] = (0.8 * state[0]) + (0.2 * g);
            state[1] = (0.95 * state[1]) + (0.05 * g * g);
            double mean = state[0] / (1 - Math.Pow(0.8, t)), square = state[1] / (1 - Math.Pow(0.95, t));
            return w - (0.02 * mean / (Math.Sqrt(square) + 1e-6));
        }),
        new("nesterov", new StochasticGradientDescent(0.05, 0.9, isNesterov: true), (w, g, state, _) =>
        {
            state[0] = (0.9 * state[0]) + g;
            return w - (0.05 * (g + (0.9 * state[0])));
        }),
        new("adamw", new AdamW(0.02, 0.4, 0.8, 0.95, 1e-6), (w, g, state, t) =>
        {
            state[0] = (0.8 * state[0]) + (0.2 * g);
            state[1] = (0.95 * state[1]) + (0.05 * g * g);
            double mean = state[0] / (1 - Math.Pow(0.8, t)), square = state[1] / (1 - Math.Pow(0.95, t));
            return w - (0.02 * ((mean / (Math.Sqrt(square) + 1e-6)) + (DecayFactor * 0.4 * w)));
        }),
        new("rmsprop", new RmsProp(0.01, 0.9, 1e-3), (w, g, state, _) =>
        {
            state[0] = (0.9 * state[0]) + (0.1 * g * g);
            return w - (0.01 * g / (Math.Sqrt(state[0]) + 1e-3));
        }),
        new("rmsprop with momentum", new RmsProp(0.01, 0.9, 1e-3, 0.5), (w, g, state, _) =>
        {
            state[0] = (0.9 * state[0]) + (0.1 * g * g);
            state[1] = (0.5 * state[1]) + (g / (Math.Sqrt(state[0]) + 1e-3));
            return w - (0.01 * state[1]);
        }),
        new("rmsprop, centred", new RmsProp(0.01, 0.9, 1e-2, 0, true), (w, g, state, _) =>
        {
            state[0] = (0.9 * state[0]) + (0.1 * g * g);
            state[1] = (0.9 * state[1]) + (0.1 * g);
            return w - (0.01 * g / (Math.Sqrt(state[0] - (state[1] * state[1])) + 1e-2));
        }),
        new("rmsprop, centred, with momentum", new RmsProp(0.01, 0.9, 1e-2, 0.5, true), (w, g, state, _) =>
        {
            state[0] = (0.9 * state[0]) + (0.1 * g * g);
            state[1] = (0.9 * state[1]) + (0.1 * g);
            state[2] = (0.5 * state[2]) + (g / (Math.Sqrt(state[0] - (state[1] * state[1])) + 1e-2));
            return w - (0.01 * state[2]);
        }),
        new("adagrad", new Adagrad(0.5, 1e-3), (w, g, state, _) => w - (0.5 * g / (Math.Sqrt(state[0] += g * g) + 1e-3))),
        new("lion", new Lion(0.01, 0.3, 0.9, 0.99), (w, g, state, _) =>
        {
            int sign = Math.Sign((0.9 * state[0]) + (0.1 * g));
            state[0] = (0.99 * state[0]) + (0.01 * g);
            return w - (0.01 * (sign + (DecayFactor * 0.3 * w)));
        }),
    ];

    [Fact]
    public void Every_optimizer_is_listed()
    {
        HashSet<Type> listed = [.. Entries.Select(entry => entry.Optimizer.GetType())];
        Type[] all = [.. typeof(Optimizer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Optimizer)) && !type.IsAbstract)];
        Assert.NotEmpty(all);
        Assert.All(all, type => Assert.Contains(type, listed));
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Follows_its_published_update(Entry entry)
    {
        double[] start = [1.5, -0.3, 0.01, 4, -2.5, 0, 7];
        Assert.True(LargestError(entry.Optimizer, entry.Update, start) < 2e-5);

        // The comparison is sharp enough to see a rate that is off by a thousandth.
        Assert.True(LargestError(entry.Optimizer, (w, g, state, t) => w + (1.001 * (entry.Update(w, g, state, t) - w)), start) > 2e-5);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Reaches_the_minimum_of_a_quadratic(Entry entry)
    {
        // f(w) = Σ aᵢ (wᵢ − cᵢ)² / 2 has its only minimum at c.
        float[] a = [1, 0.3f, 2, 0.7f], c = [0.5f, -1, 2, 0.25f], w = new float[4], gradient = new float[4];
        float[] state = new float[4 * entry.Optimizer.StateCount];
        for (int step = 1; step <= 4000; step++)
        {
            for (int i = 0; i < 4; i++)
            {
                gradient[i] = a[i] * (w[i] - c[i]);
            }

            double rate = entry.Optimizer.LearningRate * LearningRateSchedule.Cosine().Factor(new TrainingPosition(step - 1, 4000, 0, 1, []));
            entry.Optimizer.Step(w, gradient, state, new OptimizerStep(step, rate, WeightDecayFactor: 0));
        }

        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(c[i], w[i], 1e-4f);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_learning_rate_that_is_none_is_refused(double rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StochasticGradientDescent(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lion(rate));
    }

    [Fact]
    public void Settings_out_of_range_are_refused_by_name()
    {
        Refuses(() => new Adam(beta1: 1), "β₁");
        Refuses(() => new Adam(epsilon: 1e-60), "ε");
        Refuses(() => new AdamW(weightDecay: -1), "Weight decay");
        Refuses(() => new AdamW(beta2: double.NaN), "β₂");
        Refuses(() => new RmsProp(decay: 1), "α");
        Refuses(() => new RmsProp(momentum: -0.1), "Momentum");
        Refuses(() => new Adagrad(epsilon: 0), "ε");
        Refuses(() => new Lion(weightDecay: double.PositiveInfinity), "Weight decay");
        Refuses(() => new StochasticGradientDescent(1, 0, isNesterov: true), "Nesterov");

        static void Refuses(Func<Optimizer> make, string name) => Assert.Contains(name, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void A_gradient_that_is_no_number_shows_in_the_parameters(Entry entry)
    {
        // 19 parameters: in whole registers and in what is left over.
        for (int place = 0; place < 19; place++)
        {
            float[] w = new float[19], gradient = new float[19], state = new float[19 * entry.Optimizer.StateCount];
            gradient[place] = float.NaN;
            entry.Optimizer.Step(w, gradient, state, new OptimizerStep(1, entry.Optimizer.LearningRate));
            Assert.All(w, (value, i) => Assert.Equal(i == place, float.IsNaN(value)));
        }
    }

    private static double LargestError(Optimizer optimizer, Func<double, double, double[], long, double> update, double[] start)
    {
        Random random = new(5);
        float[] w = [.. start.Select(value => (float)value)], gradient = new float[w.Length], state = new float[w.Length * optimizer.StateCount];
        double[] expected = [.. w.Select(value => (double)value)];
        double[][] expectedState = [.. w.Select(_ => new double[3])];
        for (int step = 1; step <= 20; step++)
        {
            for (int i = 0; i < w.Length; i++)
            {
                gradient[i] = (float)((2 * random.NextDouble()) - 0.7);
                expected[i] = update(expected[i], gradient[i], expectedState[i], step);
            }

            optimizer.Step(w, gradient, state, new OptimizerStep(step, optimizer.LearningRate, DecayFactor));
        }

        return w.Select((value, i) => Math.Abs(value - expected[i])).Max();
    }
}
