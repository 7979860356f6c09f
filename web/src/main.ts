import './app.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { apply } from './lib/theme.svelte';

apply();
mount(App, { target: document.getElementById('easel')! });
